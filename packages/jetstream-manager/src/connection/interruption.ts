import type { NatsConnection } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** Rejects when a transfer cannot continue. */
export interface Interruption {
  /** Never fulfils. Rejects with `ABORTED`, `DISCONNECTED` or `TRANSFER_INTERRUPTED`. */
  readonly happened: Promise<never>;
  /** Reports that data arrived. The silence starts again. */
  touch(): void;
  /** Ends the watch. `happened` then stays pending. */
  stop(): void;
}

/** The events that end a transfer, and its name in errors. */
export interface InterruptionOptions {
  readonly what: string;
  /** How long the server may be silent, in milliseconds. */
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Watches for events that end a transfer: the signal of the caller, a lost connection, or silence. A connection that
 * returned does not help, because messages were lost in between.
 */
export function watchInterruption(nc: NatsConnection, { what, silenceMs, signal }: InterruptionOptions): Interruption {
  const { promise, reject } = withReject();
  const silence = setTimeout(
    () => reject(new JetStreamManagerError('TRANSFER_INTERRUPTED', `${what}: nothing arrived for ${silenceMs} ms`)),
    silenceMs,
  );
  const onAbort = () => reject(new JetStreamManagerError('ABORTED', `${what} was aborted`, { cause: signal?.reason }));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const status = nc.status()[Symbol.asyncIterator]();
  let isWatching = true;
  const watchStatus = async () => {
    for (;;) {
      const next = await status.next();
      if (!isWatching) return;
      if (next.done || next.value.type === 'disconnect' || next.value.type === 'close') {
        reject(new JetStreamManagerError('DISCONNECTED', `${what}: the connection was lost`));
        return;
      }
    }
  };
  watchStatus().catch(reject);
  return {
    happened: promise,
    touch: () => silence.refresh(),
    stop: () => {
      isWatching = false;
      clearTimeout(silence);
      signal?.removeEventListener('abort', onAbort);
      void status.return?.();
    },
  };
}

function withReject(): { promise: Promise<never>; reject: (error: unknown) => void } {
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  // It may reject while nothing awaits it. A later `await` still sees the error.
  promise.catch(() => undefined);
  return { promise, reject };
}

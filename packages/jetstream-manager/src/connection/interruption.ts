import type { NatsConnection } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** Rejects once a transfer cannot go on. */
export interface Interruption {
  /** Never fulfils. Rejects with `ABORTED`, `DISCONNECTED` or `TRANSFER_INTERRUPTED`. */
  readonly happened: Promise<never>;
  /** Something arrived: the silence starts anew. */
  touch(): void;
  /** Ends the watch; `happened` then stays pending. */
  stop(): void;
}

/** What ends a transfer, and what to call it in errors. */
export interface InterruptionOptions {
  readonly what: string;
  /** How long nothing may arrive, in milliseconds. */
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Watches a transfer for what ends it: the caller's signal, a lost connection (a reconnected one has lost messages in
 * between, so it does not help), or silence.
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
  // It may happen while nobody waits; whoever waits later still sees it.
  promise.catch(() => undefined);
  return { promise, reject };
}

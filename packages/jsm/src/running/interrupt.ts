import { isJetStreamManagerError } from '@symphony-ts/jetstream-manager';

/** An iterator of the NATS libraries. It ends when it is stopped. */
export interface Stoppable<T> extends AsyncIterable<T> {
  readonly stop: () => void;
}

/** Yields the items of `source` until `signal` aborts. */
export async function* untilAborted<T>(source: Stoppable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const stop = (): void => source.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (!signal.aborted) yield* source;
  } finally {
    signal.removeEventListener('abort', stop);
    source.stop();
  }
}

/** Runs long work. If Ctrl-C ends it, the error says what remains and how to continue. */
export async function orInterrupted<T>(work: Promise<T>, whatIsLeft: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isJetStreamManagerError(error, 'ABORTED')) throw error;
    throw new Error(`interrupted; ${whatIsLeft}`, { cause: error });
  }
}

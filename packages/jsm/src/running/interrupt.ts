import { isJetStreamManagerError } from '@symphony-ts/jetstream-manager';

/** An iterator of the NATS libraries: it ends when it is stopped. */
export interface Stoppable<T> extends AsyncIterable<T> {
  readonly stop: () => void;
}

/** The items of `source`, until `signal` aborts. */
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

/** Runs long work; where Ctrl-C ends it, the error says what is left and how to go on. */
export async function orInterrupted<T>(work: Promise<T>, whatIsLeft: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isJetStreamManagerError(error, 'ABORTED')) throw error;
    throw new Error(`interrupted; ${whatIsLeft}`, { cause: error });
  }
}

import { type MaybePromise, SymphonyError } from '@symphony-ts/contract';

/** Waits for `work`, but only until `signal` aborts. Then it throws `ABORTED`, and the work continues without an observer. */
export async function orAborted<T>(work: MaybePromise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (!signal) return work;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(new SymphonyError('ABORTED', { what }, { cause: signal.reason }));
  });
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

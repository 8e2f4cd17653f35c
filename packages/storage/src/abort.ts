import { SymphonyError } from '@symphony-ts/contract';
import { Cancellation } from './requests/cancellation.js';

export const aborted = (what: string, signal: AbortSignal | undefined): SymphonyError<'ABORTED'> =>
  new SymphonyError('ABORTED', { what }, { cause: signal?.reason });

export const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** @throws `ABORTED` when the signal has fired */
export function assertNotAborted(what: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted(what, signal);
}

/** `promise`, or a rejection with `ABORTED` when the signal fires. It leaves no listener behind. */
export function abortable<R>(what: string, promise: Promise<R>, signal: AbortSignal | undefined): Promise<R> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const cancellation = Cancellation.of(signal);
    const waiting = { cancel: (): void => reject(aborted(what, signal)) };
    if (signal.aborted) waiting.cancel();
    else cancellation.add(waiting);
    promise.then(resolve, reject).finally(() => cancellation.delete(waiting));
  });
}

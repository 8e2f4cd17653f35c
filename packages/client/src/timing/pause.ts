import { toError } from '@symphony-ts/contract';

/** Waits `ms`, holding no process alive. Rejects with the reason of `signal` once that is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(toError(signal.reason));
    const stop = (): void => {
      clearTimeout(timer);
      reject(toError(signal?.reason));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    timer.unref();
    signal?.addEventListener('abort', stop, { once: true });
  });
}

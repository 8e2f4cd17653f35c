import { setTimeout as delay } from 'node:timers/promises';
import { TimeoutError } from '@symphony-ts/contract';

/**
 * Ends `work` for its caller after a time that is shorter than the one of a request in it.
 *
 * @throws `TIMEOUT` when it takes longer
 */
export async function within<R>(timeoutMs: number, subject: string, work: Promise<R>): Promise<R> {
  const settled = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: settled.signal, ref: false }).then(() => {
    throw new TimeoutError({ subject, timeoutMs });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
    // Nobody awaits the second result.
    for (const rest of [work, late]) rest.catch(() => undefined);
  }
}

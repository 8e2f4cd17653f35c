import type { Logger, MaybePromise } from '@symphony-ts/contract';
import { orAborted } from './or-aborted.js';

export interface WaitForAuthorOptions {
  readonly logger: Logger;
  /** Ends the wait with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between two lines in the log. Default 10,000. */
  readonly tellMs?: number;
}

const TELL_MS = 10_000;

/**
 * Waits for the author's code `what`, which a start needs. It may take as long as it needs, for example until a database is
 * there. Until then the log says every ten seconds what the start waits for. The timer also keeps the process alive: without a
 * connection, nothing else would.
 */
export async function waitForAuthor<T>(
  work: MaybePromise<T>,
  what: string,
  { logger, signal, tellMs = TELL_MS }: WaitForAuthorOptions,
): Promise<T> {
  const began = performance.now();
  const tell = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    logger.warn(`the start waits for ${what}`, { seconds });
  }, tellMs);
  try {
    return await orAborted(work, signal, what);
  } finally {
    clearInterval(tell);
  }
}

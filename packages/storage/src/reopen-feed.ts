import { setTimeout as delay } from 'node:timers/promises';
import { isSymphonyError } from '@symphony-ts/contract';
import { isAborted } from './abort.js';
import type { BucketContext } from './bucket-context.js';
import { openFeed, type Feed, type FeedOptions } from './feed.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

export interface ReopenOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to go on trying. Default: for ever, as a watch does. */
  readonly patienceMs?: number;
}

/** What a server that is starting, or a cluster that is choosing a leader, answers for a while. */
const isPassing = (error: unknown): boolean =>
  isSymphonyError(error, 'TIMEOUT') ||
  isSymphonyError(error, 'STORAGE_UNAVAILABLE') ||
  isSymphonyError(error, 'STORAGE_FAILED');

/**
 * Opens a feed where one was lost; tries again while the cause may pass. `undefined` once the signal has fired.
 * @throws what `openFeed` throws for causes that stay, such as a deleted bucket or a closed connection
 */
export async function reopenFeed<T>(
  context: BucketContext<T>,
  options: FeedOptions,
  { signal, patienceMs = Number.POSITIVE_INFINITY }: ReopenOptions,
): Promise<Feed | undefined> {
  const deadline = Date.now() + patienceMs;
  for (let delayMs = FIRST_DELAY_MS; !isAborted(signal); delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    try {
      return await openFeed(context, options);
    } catch (error) {
      if (isAborted(signal)) return undefined;
      if (!isPassing(error) || Date.now() >= deadline) throw error;
    }
    // Rejects when the signal fires, which the loop sees.
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

import type { BucketContext } from './bucket-context.js';
import { type Feed, type FeedOptions, openFeed } from './feed.js';
import { type Effort, persist } from './persist.js';

/**
 * How many attempts to begin fit into the time of a call. A server that starts, or has no leader, does not answer the first.
 */
const ATTEMPTS = 3;
/** The shortest attempt, unless the whole call is shorter: it takes two requests. */
const SHORTEST_MS = 1_000;

/**
 * Opens the first feed of a listing or of a watch, within the time of a call on the bucket. `options` learns how long an attempt
 * may take, in milliseconds.
 *
 * @throws what `persist` throws
 */
export function openFirstFeed<T>(
  context: BucketContext<T>,
  effort: Effort,
  options: (patienceMs: number) => FeedOptions | Promise<FeedOptions>,
): Promise<Feed> {
  const { timeoutMs } = context;
  return persist(context, effort, async (attemptMs) => {
    const patienceMs = Math.max(attemptMs, timeoutMs / ATTEMPTS, Math.min(timeoutMs, SHORTEST_MS));
    return openFeed(context, await options(patienceMs), patienceMs);
  });
}

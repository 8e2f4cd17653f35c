import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, isSymphonyError } from '@symphony-ts/contract';
import { isAborted } from './abort.js';
import type { BucketContext } from './bucket-context.js';
import { type Feed, type FeedOptions, openFeed } from './feed.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;

export interface ReopenOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to keep trying. Default: forever, as a watch does. */
  readonly patienceMs?: number;
  /** If true, it continues when the bucket is gone, because it may be made again. */
  readonly waitsForBucket?: boolean;
}

/**
 * How long an attempt waits for an answer. A request that was sent while a bucket had no leader is never answered, however long
 * an operation on the bucket may take.
 */
const ATTEMPT_MS = 5_000;

/**
 * Errors that a starting server, or a cluster that chooses a leader, returns for a while. A limit of consumers may be reached
 * only until the lost consumer is gone.
 */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'TIMEOUT',
  'DISCONNECTED',
  'NO_RESPONDERS',
  'STORAGE_UNAVAILABLE',
  'STORAGE_FULL',
  'STORAGE_FAILED',
]);

const isPassing = (error: unknown): boolean => isSymphonyError(error) && PASSING.has(error.code);

/**
 * Opens a feed where one was lost; tries again while the cause may pass. `undefined` once the signal has fired.
 * @throws what `openFeed` throws for causes that stay, such as a deleted bucket or a closed connection
 */
export async function reopenFeed<T>(
  context: BucketContext<T>,
  options: FeedOptions | ((patienceMs: number) => Promise<FeedOptions>),
  { signal, patienceMs = Number.POSITIVE_INFINITY, waitsForBucket = false }: ReopenOptions,
): Promise<Feed | undefined> {
  const deadline = performance.now() + patienceMs;
  const attemptMs = Math.min(context.timeoutMs, ATTEMPT_MS);
  for (let delayMs = FIRST_DELAY_MS; !isAborted(signal); delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    try {
      const wanted = typeof options === 'function' ? await options(attemptMs) : options;
      return await openFeed(context, wanted, attemptMs);
    } catch (error) {
      if (isAborted(signal)) return undefined;
      const passes = isPassing(error) || (waitsForBucket && isSymphonyError(error, 'BUCKET_NOT_FOUND'));
      if (!passes || performance.now() >= deadline) throw error;
    }
    // Rejects when the signal fires, which the loop sees.
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

import { setTimeout as delay } from 'node:timers/promises';
import {
  BucketNotFoundError,
  isSymphonyError,
  type MaybePromise,
  SymphonyError,
  TimeoutError,
} from '@symphony-ts/contract';
import { assertNotAborted, isAborted } from './abort.js';
import { writePrefixOf } from './api-prefix.js';
import { attemptTimeMs } from './attempt-time.js';
import type { BucketContext } from './bucket-context.js';
import { readLayout } from './bucket-layout.js';
import { probeStream } from './probe-stream.js';
import { isStreamNotFound, OvertakenError } from './storage-error.js';

const FIRST_DELAY_MS = 25;
const LONGEST_DELAY_MS = 400;
/** After so many attempts without an answer the server is asked again how the bucket is made. */
const ATTEMPTS_A_PROBE = 4;

/** The bucket of an operation, and how long the operation may take in all. */
export interface Goal {
  readonly bucket: string;
  readonly timeoutMs: number;
  /** Called after some attempts without an answer. What it throws ends the operation. */
  readonly learn: (error: unknown) => MaybePromise<void>;
}

/** One operation on a bucket. */
export interface Effort {
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
  /** A first attempt that was made before, and failed. */
  readonly failed?: FailedAttempt | undefined;
}

/** One attempt at an operation. */
export interface FailedAttempt {
  readonly error: unknown;
  /** When it began, on the clock of `performance.now`. */
  readonly since: number;
}

/** The facts about a failed attempt. */
export type Failure =
  /** Nobody took the request: nothing was done. */
  | 'nobody'
  /** No answer: it may have been done. */
  | 'unknown'
  /** Repeating cannot help. */
  | 'final';

export function failureOf(error: unknown): Failure {
  if (error instanceof OvertakenError) return 'final';
  if (isSymphonyError(error, 'NO_RESPONDERS') || isSymphonyError(error, 'STORAGE_UNAVAILABLE')) return 'nobody';
  if (isSymphonyError(error, 'DISCONNECTED')) return error.params.isSent ? 'unknown' : 'nobody';
  return isSymphonyError(error, 'TIMEOUT') ? 'unknown' : 'final';
}

/**
 * Runs `attempt` on an open bucket, as `insist` does. In the meantime, it learns how the bucket is made.
 * @throws what the last attempt threw; `BUCKET_NOT_FOUND` as soon as the server says so
 */
export function persist<T, R>(
  context: BucketContext<T>,
  effort: Effort,
  attempt: (attemptMs: number) => Promise<R>,
): Promise<R> {
  const { bucket, timeoutMs } = context;
  return insist({ bucket, timeoutMs, learn: () => learnLayout(context) }, effort, attempt);
}

/**
 * Runs `attempt` until it succeeds, fails permanently, or the time is up. While a cluster chooses a leader, or a server
 * starts, nobody answers for a bucket; that passes within seconds. `attempt` must be safe to repeat.
 * @throws what the last attempt threw, or `learn`
 */
export async function insist<R>(
  goal: Goal,
  { operation, signal, failed }: Effort,
  attempt: (attemptMs: number) => Promise<R>,
): Promise<R> {
  const { bucket, timeoutMs, learn } = goal;
  const what = `${operation} on bucket '${bucket}'`;
  const deadline = (failed?.since ?? performance.now()) + timeoutMs;
  assertNotAborted(what, signal);
  let before = failed;
  let delayMs = FIRST_DELAY_MS;
  for (let failures = 0; ; failures += 1) {
    try {
      if (before) throw before.error;
      return await attempt(attemptTimeMs({ timeoutMs, leftMs: deadline - performance.now() }, failures > 0));
    } catch (error) {
      assertNotAborted(what, signal);
      const failure = failureOf(error);
      if (failure === 'final') throw describe(error, goal, operation);
      if (mustLearn(error, failures)) await learn(error);
      // An attempt that was not answered has waited already.
      delayMs = failure === 'unknown' ? FIRST_DELAY_MS : Math.min(delayMs * 2, LONGEST_DELAY_MS);
      if (deadline - performance.now() <= delayMs) throw describe(error, goal, operation);
    }
    before = undefined;
    // Rejects when the signal fires, which is seen here.
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    if (isAborted(signal)) assertNotAborted(what, signal);
  }
}

/**
 * Whether to ask for the layout of the bucket: at once if nobody received the request, from time to time if nobody answered.
 */
function mustLearn(error: unknown, failures: number): boolean {
  // A request waits for a connection on its own.
  if (isSymphonyError(error, 'DISCONNECTED')) return false;
  return failureOf(error) === 'nobody' || failures % ATTEMPTS_A_PROBE === 0;
}

/** Turns the error of one request into the error of its operation. */
function describe(
  error: unknown,
  { bucket, timeoutMs }: { bucket: string; timeoutMs: number },
  operation: string,
): unknown {
  if (isSymphonyError(error, 'NO_RESPONDERS')) {
    const reason = 'it is out of reach for the moment';
    return new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason }, { cause: error });
  }
  if (isSymphonyError(error, 'CONNECTION_CLOSED')) {
    return new SymphonyError('CONNECTION_CLOSED', { what: `${operation} on bucket '${bucket}'` }, { cause: error });
  }
  if (isSymphonyError(error, 'TIMEOUT')) {
    return error instanceof OvertakenError ? error : new TimeoutError({ ...error.params, timeoutMs }, { cause: error });
  }
  return error;
}

/**
 * Asks the server for the layout of the bucket. The bucket may not exist, or may differ from our assumption. Old servers
 * (2.9.10) do not answer a read of a bucket that is missing or allows no direct reads.
 *
 * @throws `BUCKET_NOT_FOUND`
 */
async function learnLayout<T>(context: BucketContext<T>): Promise<void> {
  const { nc, jsm, bucket, stream, seen } = context;
  try {
    const info = await probeStream(jsm, stream);
    if (!info) return;
    context.layout = readLayout(bucket, info.config, writePrefixOf(nc));
    if (seen.isOfOtherStream(info.created)) seen.clear();
  } catch (error) {
    if (isStreamNotFound(error)) throw new BucketNotFoundError({ bucket }, { cause: error });
    // If the server cannot be asked either, the operation finds that out.
  }
}

import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger, ManifestBucket, RegistrationReply } from '@symphony-ts/contract';
import { deleteBucket, deleteObjectStore } from '@symphony-ts/storage';
import { ensureManifestBucket } from '@symphony-ts/storage/internal';
import { withPatience } from '../kit/with-patience.js';
import { accountJetStream } from '../operator/platform-subjects.js';
import { ensureStatusBucket } from './status-bucket.js';

/** The buckets of one extension. */
export interface DeclaredBuckets {
  readonly prefix: string;
  readonly buckets: readonly ManifestBucket[];
  readonly replicas: 1 | 3 | 5;
  readonly logger: Logger;
  /** Leaves those that exist as they are: a running version uses them. Default `false`. */
  readonly onlyMissing?: boolean;
}

/**
 * How long one answer may take, and how long the request is repeated, in milliseconds. An answer is lost if another extension
 * behind the same gate joins at that moment: when an account changes, a server forgets where to send the replies that pass it.
 */
const ANSWER_MS = 3_000;
const PATIENCE_MS = 12_000;

/** Whether nobody answered in time. The library's requests have that error in `cause`. */
const isLost = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || isLost(error.cause));

/**
 * Makes or changes the buckets of an extension in its own account, the status bucket among them; data stays. Throws
 * `BUCKET_WOULD_SHRINK` for a change that would discard some.
 */
export async function ensureDeclaredBuckets(
  nc: NatsConnection,
  { prefix, buckets, replicas, logger, onlyMissing = false }: DeclaredBuckets,
): Promise<RegistrationReply['buckets']> {
  const untilAnswered = <T>(ensure: () => Promise<T>): Promise<T> =>
    withPatience(ensure, {
      what: 'an answer of JetStream',
      patienceMs: PATIENCE_MS,
      isPassing: isLost,
      logger: logger.child({ prefix }),
    });
  await untilAnswered(() => ensureStatusBucket(nc, { prefix, replicas, logger, timeoutMs: ANSWER_MS }));
  const outcomes: RegistrationReply['buckets'] = [];
  // One after the other, because JetStream makes streams one at a time. So the caller gets the error of the first refusal.
  for (const bucket of buckets) {
    const options = { apiPrefix: accountJetStream(prefix), replicas, onlyMissing, timeoutMs: ANSWER_MS };
    const outcome = await untilAnswered(() => ensureManifestBucket(nc, bucket, options));
    outcomes.push({ name: bucket.name, outcome });
  }
  return outcomes;
}

/** Deletes the buckets that a failed start of an extension made. */
export async function deleteMadeBuckets(
  nc: NatsConnection,
  prefix: string,
  buckets: readonly ManifestBucket[],
): Promise<void> {
  for (const { name, object_store: isObjectStore } of buckets) {
    await (isObjectStore ? deleteObjectStore : deleteBucket)(nc, name, { apiPrefix: accountJetStream(prefix) });
  }
}

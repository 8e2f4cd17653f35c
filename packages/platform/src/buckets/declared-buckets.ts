import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger, ManifestBucket, RegistrationReply } from '@symphony-ts/contract';
import { deleteBucket, deleteObjectStore } from '@symphony-ts/storage';
import { ensureManifestBucket } from '@symphony-ts/storage/internal';
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
 * Makes or changes the buckets of an extension in its own account, the status bucket among them; data stays. Throws
 * `BUCKET_WOULD_SHRINK` for a change that would discard some.
 */
export async function ensureDeclaredBuckets(
  nc: NatsConnection,
  { prefix, buckets, replicas, logger, onlyMissing = false }: DeclaredBuckets,
): Promise<RegistrationReply['buckets']> {
  await ensureStatusBucket(nc, { prefix, replicas, logger });
  const outcomes: RegistrationReply['buckets'] = [];
  // One after the other: JetStream makes streams one at a time, and the first refusal is the one to read.
  for (const bucket of buckets) {
    const options = { apiPrefix: accountJetStream(prefix), replicas, onlyMissing };
    const outcome = await ensureManifestBucket(nc, bucket, options);
    outcomes.push({ name: bucket.name, outcome });
  }
  return outcomes;
}

/** Deletes buckets of an extension that a start made which then failed. */
export async function deleteMadeBuckets(
  nc: NatsConnection,
  prefix: string,
  buckets: readonly ManifestBucket[],
): Promise<void> {
  for (const { name, object_store: isObjectStore } of buckets) {
    await (isObjectStore ? deleteObjectStore : deleteBucket)(nc, name, { apiPrefix: accountJetStream(prefix) });
  }
}

import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger, ManifestBucket, RegistrationReply } from '@symphony-ts/contract';
import { ensureManifestBucket } from '@symphony-ts/storage/internal';
import { accountJetStream } from '../operator/platform-subjects.js';
import { ensureStatusBucket } from './status-bucket.js';

/** The buckets of one extension. */
export interface DeclaredBuckets {
  readonly prefix: string;
  readonly buckets: readonly ManifestBucket[];
  readonly replicas: 1 | 3 | 5;
  readonly logger: Logger;
}

/**
 * Makes or changes the buckets of an extension in its own account, the status bucket among them; data stays. Throws
 * `BUCKET_WOULD_SHRINK` for a change that would discard some.
 */
export async function ensureDeclaredBuckets(
  nc: NatsConnection,
  { prefix, buckets, replicas, logger }: DeclaredBuckets,
): Promise<RegistrationReply['buckets']> {
  await ensureStatusBucket(nc, { prefix, replicas, logger });
  const outcomes: RegistrationReply['buckets'] = [];
  // One after the other: JetStream makes streams one at a time, and the first refusal is the one to read.
  for (const bucket of buckets) {
    const outcome = await ensureManifestBucket(nc, bucket, { apiPrefix: accountJetStream(prefix), replicas });
    outcomes.push({ name: bucket.name, outcome });
  }
  return outcomes;
}

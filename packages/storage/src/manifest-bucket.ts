import type { NatsConnection } from '@nats-io/nats-core';
import type { ManifestBucket } from '@symphony-ts/contract';
import type { BucketDeclaration } from './bucket-declaration.js';
import { type EnsureOutcome, ensureBucket } from './ensure-bucket.js';
import { type EnsureObjectStoreOptions, ensureObjectStore } from './ensure-object-store.js';

/** The declaration behind a manifest's entry, whose fields have the names of the wire. Pure. */
export const fromManifest = (bucket: ManifestBucket): BucketDeclaration => ({
  name: bucket.name,
  description: bucket.description,
  ttl: bucket.ttl,
  // An object store keeps one revision of each object.
  history: bucket.object_store ? undefined : bucket.max_history_per_key,
  maxBytes: bucket.max_bucket_size,
  allowShrink: bucket.allow_shrink,
  persist: bucket.persist,
});

/** Makes the bucket or object store that one entry of a manifest declares, or changes it to match. */
export function ensureManifestBucket(
  nc: NatsConnection,
  bucket: ManifestBucket,
  options: EnsureObjectStoreOptions = {},
): Promise<EnsureOutcome> {
  const ensure = bucket.object_store ? ensureObjectStore : ensureBucket;
  return ensure(nc, fromManifest(bucket), options);
}

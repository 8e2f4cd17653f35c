import type { NatsConnection } from '@nats-io/nats-core';
import type { Schema } from '@symphony-ts/contract';
import { type BucketDeclaration, ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';

export interface OpenOptions {
  readonly schema?: Schema | undefined;
  /** Values are bytes. */
  readonly raw?: boolean;
}

/** Opens an extension's buckets: in JetStream in production, in memory in tests without a server. */
export interface Buckets {
  /** Rejects with `BUCKET_NOT_FOUND` if there is no such bucket. */
  open(name: string, options?: OpenOptions): Promise<KeyValueBucket>;
  /** Makes a bucket, or changes it without losing data. */
  ensure(declaration: BucketDeclaration, replicas: number): Promise<void>;
}

export function natsBuckets(nc: NatsConnection): Buckets {
  return {
    // Raw buckets hold bytes, all others the values of their schema. The caller knows which kind it asked for.
    open: async (name, { raw = false, schema } = {}) =>
      (await (raw ? openBucket(nc, name, { raw: true }) : openBucket(nc, name, { schema }))) as KeyValueBucket,
    ensure: async (declaration, replicas) => {
      await ensureBucket(nc, declaration, { replicas });
    },
  };
}

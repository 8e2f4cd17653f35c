import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { bucketStream, bucketSubject } from '@symphony-ts/contract';
import { assertDeclaration, type BucketDeclaration, type BucketTraits } from './bucket-declaration.js';

/** Window in which the server recognises a repeated message id; it cannot be longer than the values live. */
const DUPLICATE_WINDOW_MS = 120_000;

export type WantedConfig = Partial<StreamConfig> & { readonly name: string };

/** The stream that holds a bucket made from this declaration. Pure. */
export function buildStreamConfig(declaration: BucketDeclaration, traits: BucketTraits): WantedConfig {
  assertDeclaration(declaration);
  const { name, description = '', ttl = 0, history, maxBytes } = declaration;
  const ttlMs = ttl * 1000;
  const { republish, allowPurge = true } = traits;
  return {
    name: bucketStream(name),
    description,
    subjects: [bucketSubject(name, '>')],
    retention: RetentionPolicy.Limits,
    storage: traits.storage === 'memory' ? StorageType.Memory : StorageType.File,
    num_replicas: traits.replicas ?? 1,
    max_age: nanos(ttlMs),
    duplicate_window: nanos(ttlMs === 0 ? DUPLICATE_WINDOW_MS : Math.min(DUPLICATE_WINDOW_MS, ttlMs)),
    max_msgs_per_subject: history || 1,
    max_bytes: maxBytes || -1,
    max_msg_size: traits.maxValueBytes ?? -1,
    max_consumers: traits.maxConsumers ?? -1,
    discard: DiscardPolicy.Old,
    allow_direct: true,
    allow_rollup_hdrs: allowPurge,
    deny_purge: !allowPurge,
    deny_delete: true,
    ...(republish && {
      republish: {
        src: republish.source ?? bucketSubject(name, '>'),
        dest: republish.destination,
        headers_only: republish.headersOnly ?? false,
      },
    }),
  };
}

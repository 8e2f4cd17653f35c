import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { NamedStreamSettings, StreamSettings } from '../streams/stream-config.js';

/** A stream as it should be, with the consumers it should have. */
export type WantedStream = NamedStreamSettings & {
  /** Consumers by their `name` or `durable_name`. Left out: the consumers are none of this file's business. */
  readonly consumers?: readonly ConsumerSettings[];
};

/** A key-value bucket as it should be. Durations in nanoseconds, as everywhere in a configuration. */
export interface WantedBucket {
  /** Name of the bucket. */
  readonly bucket: string;
  /** What it holds, for people. */
  readonly description?: string;
  /** Values kept for a key, 1 to 64. Default 1. */
  readonly history?: number;
  /** How long a value is kept; 0, the default, for ever. */
  readonly ttl?: number;
  /** Most bytes of one value; -1, the default, for any number. */
  readonly max_value_size?: number;
  /** Most bytes of the bucket; -1, the default, for any number. */
  readonly max_bytes?: number;
  /** Where it is kept. Default `file`. */
  readonly storage?: 'file' | 'memory';
  /** Copies in a cluster. Default 1. */
  readonly num_replicas?: number;
  /** Whether its files are compressed. Default `false`. */
  readonly compression?: boolean;
  /** Labels of the stream. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An object store as it should be. */
export type WantedObjectStore = Omit<WantedBucket, 'history' | 'max_value_size'>;

/** What an account should have. Each kind may be left out. */
export interface WantedAssets {
  /** Streams, each with its consumers. */
  readonly streams?: readonly WantedStream[];
  /** Key-value buckets. */
  readonly buckets?: readonly WantedBucket[];
  /** Object stores. */
  readonly objects?: readonly WantedObjectStore[];
}

const twoMinutes = 120e9;

/** The stream behind a key-value bucket, as the clients of NATS make it. */
export function bucketStream(wanted: WantedBucket): NamedStreamSettings {
  const { bucket, history = 1, max_value_size = -1 } = wanted;
  return {
    ...sharedStream(wanted),
    name: `KV_${bucket}`,
    subjects: [`$KV.${bucket}.>`],
    max_msgs_per_subject: history,
    max_msg_size: max_value_size,
    deny_delete: true,
  };
}

/** The stream behind an object store, as the clients of NATS make it. */
export function objectStream(wanted: WantedObjectStore): NamedStreamSettings {
  const { bucket } = wanted;
  return { ...sharedStream(wanted), name: `OBJ_${bucket}`, subjects: [`$O.${bucket}.C.>`, `$O.${bucket}.M.>`] };
}

function sharedStream({
  ttl = 0,
  max_bytes = -1,
  storage = 'file',
  num_replicas = 1,
  ...wanted
}: WantedObjectStore): StreamSettings {
  return {
    retention: 'limits',
    discard: 'new',
    max_age: ttl,
    duplicate_window: ttl > 0 ? Math.min(ttl, twoMinutes) : twoMinutes,
    max_bytes,
    storage,
    num_replicas,
    allow_rollup_hdrs: true,
    allow_direct: true,
    ...withoutUndefined({ description: wanted.description }),
    ...(wanted.compression ? { compression: 's2' } : {}),
    ...(wanted.metadata === undefined ? {} : { metadata: { ...wanted.metadata } }),
  };
}

import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { NamedStreamSettings, StreamSettings } from '../streams/stream-config.js';

/** A wanted stream with its wanted consumers. */
export type WantedStream = NamedStreamSettings & {
  /** Consumers by their `name` or `durable_name`. Omit the list, and the consumers of the stream stay as they are. */
  readonly consumers?: readonly ConsumerSettings[];
};

/** A wanted key-value bucket. Durations are in nanoseconds, as in every configuration. */
export interface WantedBucket {
  /** Name of the bucket. */
  readonly bucket: string;
  /** A description for people. */
  readonly description?: string;
  /** How many values each key keeps, 1 to 64. Default 1. */
  readonly history?: number;
  /** How long a value is kept. 0, the default, means forever. */
  readonly ttl?: number;
  /** Largest size of one value in bytes. -1, the default, means no limit. */
  readonly max_value_size?: number;
  /** Largest size of the bucket in bytes. -1, the default, means no limit. */
  readonly max_bytes?: number;
  /** Where the bucket is stored. Default `file`. */
  readonly storage?: 'file' | 'memory';
  /** Number of copies in a cluster. Default 1. */
  readonly num_replicas?: number;
  /** Whether its files are compressed. Default `false`. */
  readonly compression?: boolean;
  /** Metadata of the stream behind the bucket. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A wanted object store. */
export type WantedObjectStore = Omit<WantedBucket, 'history' | 'max_value_size'>;

/** The wanted assets of an account. You can omit each kind. */
export interface WantedAssets {
  /** Wanted streams, each with its consumers. */
  readonly streams?: readonly WantedStream[];
  /** Wanted key-value buckets. */
  readonly buckets?: readonly WantedBucket[];
  /** Wanted object stores. */
  readonly objects?: readonly WantedObjectStore[];
}

const twoMinutes = 120e9;

/** The stream behind a key-value bucket, as NATS clients create it. */
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

/** The stream behind an object store, as NATS clients create it. */
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

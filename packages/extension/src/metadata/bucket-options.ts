import type { OptionNames } from '@symphony-ts/contract';
/** Options of a bucket. `Q` is its schema. `Raw` is `true` for a bucket of bytes. */
export interface BucketOptions<Q, Raw> {
  /** What the bucket holds, for people. */
  readonly description?: string;
  /** Seconds until an entry expires; 0 means never. Default 0. */
  readonly ttl?: number;
  /** Revisions each key keeps, up to 64; 0 means one. Default 0. */
  readonly history?: number;
  /** Most bytes in the whole bucket; when it is full, the oldest entries are discarded. 0 means no limit. Default 0. */
  readonly maxBytes?: number;
  /** Checks every value that is written or read. */
  readonly schema?: Q | undefined;
  /** `true`: values are plain bytes, not JSON. Default `false`. */
  readonly raw?: Raw;
  /** `false`: another class of the same prefix declares the bucket, and this class only uses it. */
  readonly declare?: false;
  /** Permits a smaller ttl, history or size to discard existing data. Without it such a change is refused. Default `false`. */
  readonly allowShrink?: boolean;
  /**
   * `async`: the server acknowledges a write before it is on the disk. This is faster if the server flushes each write to the
   * disk. A crash of the server or a power failure can lose such writes. The choice is fixed when the bucket is made.
   */
  readonly persist?: 'async';
  /** Declares an object store instead of a key-value bucket. Allowed on a class only. Default `false`. */
  readonly objectStore?: boolean;
}

/** The names of {@link BucketOptions}. */
export const bucketOptionNames = {
  description: true,
  ttl: true,
  history: true,
  maxBytes: true,
  schema: true,
  raw: true,
  declare: true,
  allowShrink: true,
  persist: true,
  objectStore: true,
} as const satisfies OptionNames<BucketOptions<unknown, unknown>>;

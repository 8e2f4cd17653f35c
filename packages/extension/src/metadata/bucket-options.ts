import type { OptionNames } from '@symphony-ts/contract';
/** Options of a bucket. `Q` is its schema, `Raw` says whether it holds bytes. */
export interface BucketOptions<Q, Raw> {
  /** What the bucket holds, for people. */
  readonly description?: string;
  /** Seconds an entry lives; 0 or absent: for ever. */
  readonly ttl?: number;
  /** Revisions each key keeps, up to 64; 0 or absent: one. */
  readonly history?: number;
  /** Size of the whole bucket in bytes, beyond which the oldest entries go; 0 or absent: no limit. */
  readonly maxBytes?: number;
  /** Checks every value that is written or read. */
  readonly schema?: Q | undefined;
  /** Values are bytes as they are, not JSON. */
  readonly raw?: Raw;
  /** `false`: uses a bucket that another class of the same prefix declares. */
  readonly declare?: false;
  /** Permits a smaller ttl, history or size to discard existing data. Otherwise the registration is refused. Default `false`. */
  readonly allowShrink?: boolean;
  /**
   * `async`: writes are acknowledged before they are on the disk. Faster where the server flushes each write; the end
   * of the server, or a loss of power, may take them. Fixed when the bucket is made.
   */
  readonly persist?: 'async';
  /** Declares an object store instead of a key-value bucket. Only on a class. */
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

import { isBucketName, type OptionNames, SymphonyError } from '@symphony-ts/contract';

/**
 * The declaration of a bucket. For `ttl`, `history` and `maxBytes`, 0 means the default: no expiry, one revision for each
 * key, no limit.
 */
export interface BucketDeclaration {
  /** Name of the bucket. */
  readonly name: string;
  /** What the bucket holds, for people. */
  readonly description?: string | undefined;
  /** Seconds until a value expires, at least 0.1; 0 means never. Default 0. */
  readonly ttl?: number | undefined;
  /** Revisions each key keeps, up to 64. Default 1. */
  readonly history?: number | undefined;
  /** Most bytes in the bucket; when it is full, the oldest values are discarded. Default: no limit. */
  readonly maxBytes?: number | undefined;
  /**
   * `async`: the server acknowledges a write before it is on the disk, also if it flushes each write. A crash of the server or a
   * power failure can lose such a write. Use it for values that you can easily create again. The choice is fixed when the
   * bucket is made. It has no effect on a bucket with several copies, and on nats-server before 2.12.
   */
  readonly persist?: 'async' | undefined;
  /** Permits an update that discards data. Default `false`. */
  readonly allowShrink?: boolean | undefined;
}

export const bucketDeclarationNames = {
  name: true,
  description: true,
  ttl: true,
  history: true,
  maxBytes: true,
  persist: true,
  allowShrink: true,
} as const satisfies OptionNames<BucketDeclaration>;

/** More properties of a bucket, apart from its declaration. */
export interface BucketTraits {
  /** Copies in a cluster. The number is raised on an existing bucket, but never lowered. Default 1. */
  readonly replicas?: number | undefined;
  /** Where the server keeps the bucket. The choice is fixed when the bucket is made. Default `file`. */
  readonly storage?: 'file' | 'memory' | undefined;
  /** Publishes each write on another subject as well. */
  readonly republish?: BucketRepublish | undefined;
  /** Size of the largest value in bytes. Default: the limit of the server. */
  readonly maxValueBytes?: number | undefined;
  /** Most watches and lists at the same time. Default: the limit of the account. */
  readonly maxConsumers?: number | undefined;
  /** `false` refuses purges, so that no client can delete the history of others. You cannot undo it. Default `true`. */
  readonly allowPurge?: boolean | undefined;
  /**
   * Writes batches with fewer acknowledgements, on nats-server 2.14 and newer (`allow_batched` and `allow_atomic` of the
   * stream). A stream with this property is offline on an older server. Default: `true` for a new bucket; an existing bucket
   * stays as it is.
   */
  readonly fastIngest?: boolean | undefined;
}

/** Publishes each change of a bucket on another subject as well. */
export interface BucketRepublish {
  /** Subjects of the bucket to publish, such as `$KV.symphony_status.>`. Default: all. */
  readonly source?: string | undefined;
  /** Subject to publish on, such as `cirata.status.orders.>`. */
  readonly destination: string;
  /** Whether to publish only the size, without the value. Default `false`. */
  readonly headersOnly?: boolean | undefined;
}

export const republishNames = {
  source: true,
  destination: true,
  headersOnly: true,
} as const satisfies OptionNames<BucketRepublish>;

const MAX_HISTORY = 64;
/** The server refuses a shorter life. */
const SHORTEST_TTL_S = 0.1;

/** @throws `INVALID_BUCKET` for a value outside its range */
export function assertDeclaration({ name, ttl = 0, history = 0, maxBytes = 0 }: BucketDeclaration): void {
  assertBucketName(name);
  const refuse = (reason: string): never => {
    throw new SymphonyError('INVALID_BUCKET', { bucket: name, reason });
  };
  if (!(ttl >= 0) || !Number.isFinite(ttl)) refuse(`ttl ${ttl} is not a number of seconds`);
  if (ttl > 0 && ttl < SHORTEST_TTL_S) refuse(`ttl ${ttl} is below ${SHORTEST_TTL_S} s, the shortest the server takes`);
  if (!Number.isInteger(history) || history < 0 || history > MAX_HISTORY) refuse(`history ${history} is not 0 to 64`);
  if (!Number.isInteger(maxBytes) || maxBytes < 0) refuse(`maxBytes ${maxBytes} is not a number of bytes`);
}

/** @throws `INVALID_BUCKET` for a name that the server would refuse */
export function assertBucketName(bucket: string): void {
  if (isBucketName(bucket)) return;
  throw new SymphonyError('INVALID_BUCKET', { bucket, reason: 'not a bucket name' });
}

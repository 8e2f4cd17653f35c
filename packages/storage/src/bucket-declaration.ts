import { isBucketName, SymphonyError } from '@symphony-ts/contract';

/**
 * A bucket as its owner declares it. An absent field and 0 mean the same: no expiry, one revision for each key, no limit of
 * size.
 */
export interface BucketDeclaration {
  /** Name of the bucket. */
  readonly name: string;
  /** What the bucket holds, for people. */
  readonly description?: string | undefined;
  /** Seconds a value lives, from 0.1; 0 keeps values until they are removed. */
  readonly ttl?: number | undefined;
  /** Revisions kept of each key, up to 64. */
  readonly history?: number | undefined;
  /** Bytes; beyond them the oldest values are discarded. */
  readonly maxBytes?: number | undefined;
  /**
   * `async`: a write is acknowledged before it is on the disk, also where the server flushes each write; the end of the
   * server, or a loss of power, may take it. For values that are easily made again. Fixed when the bucket is made; without effect on a bucket with several copies, and on
   * nats-server before 2.12.
   */
  readonly persist?: 'async' | undefined;
  /** Permits an update that discards data. Default `false`. */
  readonly allowShrink?: boolean | undefined;
}

/** What a bucket has beyond its declaration. */
export interface BucketTraits {
  /** Copies in a cluster; raised on an existing bucket, never lowered. Default 1. */
  readonly replicas?: number | undefined;
  /** Default `file`. Fixed when the bucket is made. */
  readonly storage?: 'file' | 'memory' | undefined;
  /** Publishes every write on another subject, too. */
  readonly republish?: BucketRepublish | undefined;
  /** Size of the largest value in bytes. Default: the limit of the server. */
  readonly maxValueBytes?: number | undefined;
  /** Most watches and lists at a time. Default: the limit of the account. */
  readonly maxConsumers?: number | undefined;
  /** `false` refuses purges, so that nobody can delete the history of others. It cannot be set back. Default `true`. */
  readonly allowPurge?: boolean | undefined;
  /**
   * Batches are written with fewer acknowledgements, on nats-server 2.14 and newer (`allow_batched` and
   * `allow_atomic` of the stream). Default: a
   * new bucket gets it, an existing one stays as it is. A stream that has it is offline on an older server.
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

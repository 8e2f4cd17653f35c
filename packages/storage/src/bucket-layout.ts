import type { StreamConfig } from '@nats-io/jetstream';
import { bucketSubject } from '@symphony-ts/contract';

/** The properties of the stream behind a bucket that reading and writing depend on. */
export interface BucketLayout {
  /** The part before the key in the subjects of the stored messages. For a mirror, it is the one of the origin. */
  readonly storedPrefix: string;
  /** The part before the key in the subject of a write. */
  readonly writePrefix: string;
  /** True if every copy answers reads; false if only the leader does. */
  readonly isDirect: boolean;
  /** Copies in the cluster; `undefined` until the server was asked. */
  readonly replicas: number | undefined;
  /** Revisions of each key that are kept; `undefined` until the server was asked, or without a limit. */
  readonly history: number | undefined;
  /** Largest value with its headers, beyond the server's own limit. */
  readonly maxValueBytes: number | undefined;
  /** The stream accepts batches; see `FastIngest`. */
  readonly takesBatches: boolean;
  /** The stream accepts atomic batches, too; see `AtomicBatches`. */
  readonly takesAtomicBatches: boolean;
}

const subjectPrefix = (bucket: string): string => bucketSubject(bucket, '');

/**
 * The layout of a bucket as this package makes it, used until the server has been asked. `writes` is the result of
 * `writePrefixOf`.
 */
export const assumedLayout = (bucket: string, writes = ''): BucketLayout => ({
  storedPrefix: subjectPrefix(bucket),
  writePrefix: writes + subjectPrefix(bucket),
  isDirect: true,
  replicas: undefined,
  history: undefined,
  maxValueBytes: undefined,
  takesBatches: false,
  takesAtomicBatches: false,
});

/** Pure. */
export function readLayout(bucket: string, config: StreamConfig, writes = ''): BucketLayout {
  return {
    ...prefixes(bucket, config, writes),
    isDirect: config.allow_direct,
    replicas: config.num_replicas,
    history: config.max_msgs_per_subject > 0 ? config.max_msgs_per_subject : undefined,
    maxValueBytes: config.max_msg_size > 0 ? config.max_msg_size : undefined,
    takesBatches: config.allow_batched === true,
    // Servers older than 2.14 know no other batches, and theirs cannot be ended without another message.
    takesAtomicBatches: config.allow_batched === true && config.allow_atomic === true,
  };
}

/**
 * A mirror accepts no writes of its own: they go to its origin. Its messages have the subjects of the origin, unless it renames
 * them.
 */
function prefixes(
  bucket: string,
  { mirror }: StreamConfig,
  writes: string,
): Pick<BucketLayout, 'storedPrefix' | 'writePrefix'> {
  const own = subjectPrefix(bucket);
  if (!mirror) return { storedPrefix: own, writePrefix: writes + own };
  const origin = subjectPrefix(mirror.name.replace(/^KV_/, ''));
  const renamed = mirror.subject_transforms?.find(({ src }) => src === `${origin}>` || src === '>')?.dest;
  const external = mirror.external?.api;
  return {
    storedPrefix: renamed?.endsWith('.>') ? renamed.slice(0, -1) : origin,
    writePrefix: external ? `${external}.${origin}` : writes + origin,
  };
}

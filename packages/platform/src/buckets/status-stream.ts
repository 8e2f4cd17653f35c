import { isDeepStrictEqual } from 'node:util';
import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { bucketStream, bucketSubject, STATUS_BUCKET, STATUS_TTL_MS, statusSubject } from '@symphony-ts/contract';

/**
 * The stream of an extension's status bucket. On file, so that a server that comes back still has the bucket. Roll-ups are
 * off: one instance could wipe the entries of all others with them.
 */
export const buildStatusStream = (prefix: string, replicas: number) =>
  ({
    name: bucketStream(STATUS_BUCKET),
    description: 'Live instances',
    subjects: [bucketSubject(STATUS_BUCKET, '>')],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
    max_msgs: -1,
    max_msgs_per_subject: 1,
    max_age: nanos(STATUS_TTL_MS),
    max_msg_size: 16 * 1024,
    max_bytes: 16 * 2 ** 20,
    duplicate_window: nanos(STATUS_TTL_MS),
    allow_direct: true,
    allow_rollup_hdrs: false,
    deny_delete: true,
    deny_purge: true,
    republish: { src: bucketSubject(STATUS_BUCKET, '>'), dest: `${statusSubject(prefix)}.>` },
  }) satisfies Partial<StreamConfig>;

export type StatusStream = ReturnType<typeof buildStatusStream>;

/** The differences between a stream and its desired settings. */
export interface StatusStreamDiff {
  /** The settings that can be brought in line; empty if all is well. */
  readonly update: Partial<StatusStream>;
  /** Names of settings that only a new stream could have. */
  readonly fixed: readonly string[];
}

/** Settings of a stream that no server can change. */
const FIXED: readonly string[] = ['retention', 'storage'];

/**
 * Compares an existing status stream with the desired one. Copies are only added, because the count of servers may be too low.
 */
export function diffStatusStream(found: Partial<StreamConfig>, wanted: StatusStream): StatusStreamDiff {
  const { num_replicas: replicas, ...settings } = wanted;
  const differing = Object.entries(settings).filter(([name, value]) => !isSame(Reflect.get(found, name), value));
  const isFixed = ([name]: readonly [string, unknown]): boolean => FIXED.includes(name);
  return {
    update: {
      ...Object.fromEntries(differing.filter((setting) => !isFixed(setting))),
      ...((found.num_replicas ?? 1) < replicas ? { num_replicas: replicas } : {}),
    },
    fixed: differing.filter(isFixed).map(([name]) => name),
  };
}

/** A server omits fields that are false. */
function isSame(found: unknown, wanted: unknown): boolean {
  if (wanted === false) return found === undefined || found === false;
  if (typeof wanted !== 'object' || typeof found !== 'object' || found === null || Array.isArray(found)) {
    return isDeepStrictEqual(found, wanted);
  }
  const set = Object.entries(found).filter(([, value]) => value !== false);
  return isDeepStrictEqual(Object.fromEntries(set), wanted);
}

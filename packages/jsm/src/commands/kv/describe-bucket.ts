import type { Stream } from '@symphony-ts/jetstream-manager';

/** A bucket, as its stream describes it. */
export interface BucketInfo {
  readonly bucket: string;
  readonly stream: string;
  readonly description: string | undefined;
  /** Number of values and delete markers. */
  readonly values: number;
  readonly bytes: number;
  readonly history: number;
  readonly ttlNs: number;
  readonly markerTtlNs: number;
  readonly maxValueBytes: number;
  readonly maxBytes: number;
  readonly storage: string;
  readonly isCompressed: boolean;
  readonly replicas: number;
  /** The bucket of which it is a copy. */
  readonly mirror: string | undefined;
  readonly lastWrite: string | undefined;
}

/** Describes a bucket from its stream. */
export function describeBucket({ name, isCompressed, lastInfo: { config, state } }: Stream): BucketInfo {
  return {
    bucket: name.replace(/^KV_/, ''),
    stream: name,
    description: config.description,
    values: state.messages,
    bytes: state.bytes,
    history: config.max_msgs_per_subject,
    ttlNs: config.max_age,
    markerTtlNs: config.subject_delete_marker_ttl ?? 0,
    maxValueBytes: config.max_msg_size,
    maxBytes: config.max_bytes,
    storage: config.storage,
    isCompressed,
    replicas: config.num_replicas,
    mirror: config.mirror?.name.replace(/^KV_/, ''),
    lastWrite: state.messages === 0 ? undefined : state.last_ts,
  };
}

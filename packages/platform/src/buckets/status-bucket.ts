import { nanos, type NatsConnection } from '@nats-io/nats-core';
import { jetstreamManager, DiscardPolicy, StorageType, RetentionPolicy, type StreamConfig } from '@nats-io/jetstream';
import { STATUS_BUCKET, STATUS_TTL_MS, bucketStream, statusSubject } from '@symphony-ts/contract';
import { errorCode } from '../error-code.js';
import { accountJetStream } from '../accounts/platform-subjects.js';

/**
 * The stream of an extension's status bucket. On file, so that a server that comes back still has the bucket. Roll-ups are
 * off: one instance could wipe the entries of all others with them.
 */
const statusStream = (prefix: string, replicas: number) =>
  ({
    name: bucketStream(STATUS_BUCKET),
    description: 'Live instances',
    subjects: [`$KV.${STATUS_BUCKET}.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    max_age: nanos(STATUS_TTL_MS),
    max_msg_size: 16 * 1024,
    max_bytes: 16 * 2 ** 20,
    allow_direct: true,
    allow_rollup_hdrs: false,
    deny_delete: true,
    deny_purge: true,
    republish: { src: `$KV.${STATUS_BUCKET}.>`, dest: `${statusSubject(prefix)}.>` },
  }) satisfies Partial<StreamConfig>;

/** The server's code for a stream that is there with another configuration. */
const STREAM_NAME_IN_USE = 10058;

/** Makes the status bucket in the account of `prefix`; one that is there stays as it is. */
export async function ensureStatusBucket(nc: NatsConnection, prefix: string, replicas: number): Promise<void> {
  const manager = await jetstreamManager(nc, { apiPrefix: accountJetStream(prefix), checkAPI: false });
  await manager.streams.add(statusStream(prefix, replicas)).catch((error: unknown) => {
    if (errorCode(error) === STREAM_NAME_IN_USE) return;
    throw error;
  });
}

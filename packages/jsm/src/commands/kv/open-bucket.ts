import { type KV, Kvm } from '@nats-io/kv';
import { isJetStreamManagerError, type Manager, type Stream } from '@symphony-ts/jetstream-manager';

/** Name of the stream behind a key-value bucket. */
export const streamOf = (bucket: string): string => `KV_${bucket}`;

/** The stream behind a bucket; an error that names the bucket where there is none. */
export async function loadBucket(manager: Manager, bucket: string): Promise<Stream> {
  try {
    return await manager.streams.load(streamOf(bucket));
  } catch (error) {
    if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
    throw new Error(`there is no bucket ${bucket}; jsm kv ls lists the buckets`, { cause: error });
  }
}

/** The bucket itself; the library would make one that is missing. */
export async function openBucket(manager: Manager, bucket: string): Promise<KV> {
  await loadBucket(manager, bucket);
  return new Kvm(manager.jetstream.jetstream()).open(bucket);
}

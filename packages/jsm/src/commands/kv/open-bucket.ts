import { type KV, type KvEntry, Kvm } from '@nats-io/kv';
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

/** The last entry of each key, delete markers too, by key. */
export async function readCurrent(
  kv: KV,
  { headersOnly = false }: { readonly headersOnly?: boolean } = {},
): Promise<readonly KvEntry[]> {
  const last = new Map<string, KvEntry>();
  // The history ends by itself, also for an empty bucket; a watch does not say when it has told what there is. The library
  // takes `headers_only` here as it does for a watch, although the type leaves it out.
  const options: { readonly key: string; readonly headers_only: boolean } = { key: '>', headers_only: headersOnly };
  for await (const entry of await kv.history(options)) last.set(entry.key, entry);
  return [...last.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

import { type KV, type KvEntry, Kvm } from '@nats-io/kv';
import { isJetStreamManagerError, type Manager, type Stream } from '@symphony-ts/jetstream-manager';

/** Name of the stream behind a key-value bucket. */
export const streamOf = (bucket: string): string => `KV_${bucket}`;

/** Loads the stream behind a bucket. If there is none, the error names the bucket. */
export async function loadBucket(manager: Manager, bucket: string): Promise<Stream> {
  try {
    return await manager.streams.load(streamOf(bucket));
  } catch (error) {
    if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
    throw new Error(`there is no bucket ${bucket}; jsm kv ls lists the buckets`, { cause: error });
  }
}

/** Opens an existing bucket. The library alone would create a missing one. */
export async function openBucket(manager: Manager, bucket: string): Promise<KV> {
  await loadBucket(manager, bucket);
  return new Kvm(manager.jetstream.jetstream()).open(bucket);
}

/** The last entry of each key, by key. Delete markers are included. */
export async function readCurrent(
  kv: KV,
  { headersOnly = false }: { readonly headersOnly?: boolean } = {},
): Promise<readonly KvEntry[]> {
  const last = new Map<string, KvEntry>();
  // A history ends by itself, also for an empty bucket. A watch does not report when it has shown the existing entries.
  // The library accepts `headers_only` here as in a watch, although the type omits it.
  const options: { readonly key: string; readonly headers_only: boolean } = { key: '>', headers_only: headersOnly };
  for await (const entry of await kv.history(options)) last.set(entry.key, entry);
  return [...last.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

import type { KV, KvEntry } from '@nats-io/kv';

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

import { isSymphonyError } from '@symphony-ts/contract';
import { aborted, assertNotAborted, isAborted } from './abort.js';
import type { CallOptions, ReadManyOptions } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueChange } from './entry.js';
import { type FeedOptions, openFeed } from './feed.js';
import { assertFilter } from './key.js';
import { readChange } from './read-change.js';
import { reopenFeed } from './reopen-feed.js';
import { storageError } from './storage-error.js';
import type { StoredMessage } from './stored-message.js';

/** How long a listing tries to go on after a lost connection. */
const PATIENCE_MS = 30_000;

type Reading = Omit<FeedOptions, 'start'> & { readonly start: 'last' | 'all' };

/**
 * All that the bucket holds at the moment, in the order of revisions, each revision once. Begins anew after a lost
 * connection, leaving out what came before.
 */
async function* readAll<T>(context: BucketContext<T>, reading: Reading): AsyncGenerator<StoredMessage> {
  const { bucket, jsm, timeoutMs } = context;
  const { operation, filter, signal } = reading;
  const what = `${operation} on bucket '${bucket}'`;
  assertFilter(bucket, filter);
  assertNotAborted(what, signal);
  let revision = 0;
  for (let isFirst = true; ; isFirst = false) {
    const wanted = { ...reading, start: { kind: reading.start } };
    const feed = isFirst
      ? await openFeed(context, wanted)
      : await reopenFeed(context, wanted, { signal, patienceMs: PATIENCE_MS });
    if (!feed) throw aborted(what, signal);
    const close = (): void => feed.close();
    signal?.addEventListener('abort', close, { once: true });
    try {
      if (feed.pending === 0) return;
      for await (const { message, pending } of feed.items) {
        if (isAborted(signal)) break;
        if (message.revision > revision) {
          revision = message.revision;
          yield message;
        }
        if (pending === 0) return;
      }
      assertNotAborted(what, signal);
    } catch (error) {
      const subject = context.layout.storedPrefix + filter;
      throw isSymphonyError(error) ? error : await storageError(error, { jsm, bucket, operation, subject, timeoutMs });
    } finally {
      signal?.removeEventListener('abort', close);
      close();
    }
  }
}

/** See `KeyValueBucket.keys`. */
export async function* listKeys<T>(
  context: BucketContext<T>,
  filter: string,
  { signal }: CallOptions,
): AsyncGenerator<string> {
  // A key that is written while its neighbours are listed comes a second time.
  const seen = new Set<string>();
  for await (const { key, operation } of readAll(context, {
    operation: 'keys',
    filter,
    start: 'last',
    headersOnly: true,
    signal,
  })) {
    if (operation !== 'put' || seen.has(key)) continue;
    seen.add(key);
    yield key;
  }
}

/** See `KeyValueBucket.history`. */
export async function* readHistory<T>(
  context: BucketContext<T>,
  filter: string,
  { signal, onInvalid }: ReadManyOptions,
): AsyncGenerator<KeyValueChange<T>> {
  for await (const message of readAll(context, { operation: 'history', filter, start: 'all', signal })) {
    const change = await readChange(context.codec, message, onInvalid);
    if (change) yield change;
  }
}

import { isPromiseLike, isSymphonyError, type MaybePromise } from '@symphony-ts/contract';
import { aborted, assertNotAborted, isAborted } from './abort.js';
import type { CallOptions, ReadManyOptions } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueChange } from './entry.js';
import { type FeedOptions, openFeed } from './feed.js';
import { assertFilter } from './key.js';
import { persist } from './persist.js';
import { readChange } from './read-change.js';
import { reopenFeed } from './reopen-feed.js';
import { storageError } from './storage-error.js';
import type { StoredMessage } from './stored-message.js';

/** Attempts to begin a listing that fit into the time of a call: a server that starts, or has no leader, does not answer the first. */
const ATTEMPTS = 3;
/** How long a listing tries to go on after a lost connection. */
const PATIENCE_MS = 30_000;

type Reading = Omit<FeedOptions, 'start'> & { readonly start: 'last' | 'all' };

/**
 * What `read` makes of all that the bucket holds at the moment, in the order of revisions, each revision once; `undefined` is
 * left out. Begins anew after a lost connection, leaving out what came before. One generator, because each more of them
 * costs as much as a message.
 */
async function* readAll<T, R>(
  context: BucketContext<T>,
  reading: Reading,
  read: (message: StoredMessage) => MaybePromise<R | undefined>,
): AsyncGenerator<R> {
  const { bucket, jsm, timeoutMs } = context;
  const { operation, filter, signal } = reading;
  const what = `${operation} on bucket '${bucket}'`;
  assertFilter(bucket, filter);
  assertNotAborted(what, signal);
  let revision = 0;
  for (let isFirst = true; ; isFirst = false) {
    const wanted = { ...reading, start: { kind: reading.start } };
    const feed = isFirst
      ? await persist(context, { operation, signal }, (attemptMs) =>
          openFeed(context, wanted, Math.max(attemptMs, timeoutMs / ATTEMPTS)),
        )
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
          const made = read(message);
          const item = isPromiseLike(made) ? await made : made;
          if (item !== undefined) yield item;
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
export function listKeys<T>(
  context: BucketContext<T>,
  filter: string,
  { signal }: CallOptions,
): AsyncGenerator<string> {
  // A key that is written while its neighbours are listed comes a second time.
  const seen = new Set<string>();
  const reading: Reading = { operation: 'keys', filter, start: 'last', headersOnly: true, signal };
  return readAll(context, reading, ({ key, operation }) => {
    if (operation !== 'put' || seen.has(key)) return undefined;
    seen.add(key);
    return key;
  });
}

/** See `KeyValueBucket.history`. */
export function readHistory<T>(
  context: BucketContext<T>,
  filter: string,
  { signal, onInvalid }: ReadManyOptions,
): AsyncGenerator<KeyValueChange<T>> {
  const reading: Reading = { operation: 'history', filter, start: 'all', signal };
  return readAll(context, reading, (message) => readChange(context.codec, message, onInvalid));
}

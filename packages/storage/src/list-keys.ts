import {
  assertKnownOptions,
  isPromiseLike,
  isSymphonyError,
  type MaybePromise,
  TimeoutError,
} from '@symphony-ts/contract';
import { aborted, assertNotAborted, isAborted } from './abort.js';
import { type CallOptions, callOptionNames, type ReadManyOptions, readManyOptionNames } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueChange } from './entry.js';
import type { FeedOptions } from './feed.js';
import { assertFilter, isStoredKey } from './key.js';
import { openFirstFeed } from './open-first-feed.js';
import { readChange } from './read-change.js';
import { reopenFeed } from './reopen-feed.js';
import { storageError } from './storage-error.js';
import type { StoredMessage } from './stored-message.js';
import { CatchUpDelay, isWhole } from './whole-reading.js';

/** How long a listing tries to go on after a lost connection. */
const PATIENCE_MS = 30_000;

type Reading = Omit<FeedOptions, 'start' | 'signal'> & {
  readonly start: 'last' | 'all';
  readonly options: CallOptions;
  readonly optionNames: Readonly<Record<string, true>>;
};

/**
 * Yields the results of `read` for all present entries of the bucket, in the order of revisions, each revision once. A result
 * of `undefined` is omitted. After a lost connection it begins again and omits the entries that it has yielded. It is a single
 * generator, because each further one costs as much as a message.
 */
async function* readAll<T, R>(
  context: BucketContext<T>,
  reading: Reading,
  read: (message: StoredMessage) => MaybePromise<R | undefined>,
): AsyncGenerator<R> {
  const { nc, bucket, jsm, timeoutMs } = context;
  const { options, optionNames, ...feedOptions } = reading;
  const { operation, filter } = feedOptions;
  assertKnownOptions(operation, options, optionNames);
  const { signal } = options;
  const what = `${operation} on bucket '${bucket}'`;
  assertFilter(bucket, filter);
  assertNotAborted(what, signal);
  let revision = 0;
  const known = context.seen.newest ?? 0;
  const catchUp = new CatchUpDelay();
  let behindSince: number | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const wanted = { ...feedOptions, signal, start: { kind: reading.start } };
    const feed = isFirst
      ? await openFirstFeed(context, { operation, signal }, () => wanted)
      : await reopenFeed(context, wanted, { signal, patienceMs: PATIENCE_MS });
    if (!feed) throw aborted(what, signal);
    const close = (): void => feed.close();
    signal?.addEventListener('abort', close, { once: true });
    let isAtEnd = feed.pending === 0;
    try {
      if (!isAtEnd) {
        for await (const { message, pending } of feed.items) {
          if (isAborted(signal)) break;
          if (message.revision > revision) {
            revision = message.revision;
            const made = read(message);
            const item = isPromiseLike(made) ? await made : made;
            if (item !== undefined) yield item;
          }
          isAtEnd = pending === 0;
          if (isAtEnd) break;
        }
      }
      assertNotAborted(what, signal);
      if (isAtEnd && (await isWhole(context, { filter, signal, revision, known }))) return;
    } catch (error) {
      const subject = context.layout.storedPrefix + filter;
      throw isSymphonyError(error)
        ? error
        : await storageError(error, { nc, jsm, bucket, operation, subject, timeoutMs });
    } finally {
      signal?.removeEventListener('abort', close);
      close();
    }
    if (!isAtEnd) continue;
    behindSince ??= performance.now();
    if (performance.now() - behindSince > PATIENCE_MS) {
      throw new TimeoutError({ subject: context.layout.storedPrefix + filter, timeoutMs: PATIENCE_MS });
    }
    await catchUp.wait(signal);
  }
}

/** See `KeyValueBucket.keys`. */
export function listKeys<T>(context: BucketContext<T>, filter: string, options: CallOptions): AsyncGenerator<string> {
  // A key that is written while its neighbours are listed comes a second time.
  const seen = new Set<string>();
  const reading: Reading = {
    operation: 'keys',
    filter,
    start: 'last',
    headersOnly: true,
    options,
    optionNames: callOptionNames,
  };
  return readAll(context, reading, ({ key, operation }) => {
    if (operation !== 'put' || seen.has(key) || !isStoredKey(key)) return undefined;
    seen.add(key);
    return key;
  });
}

/** See `KeyValueBucket.history`. */
export function readHistory<T>(
  context: BucketContext<T>,
  filter: string,
  options: ReadManyOptions,
): AsyncGenerator<KeyValueChange<T>> {
  const { onInvalid } = options;
  const reading: Reading = { operation: 'history', filter, start: 'all', options, optionNames: readManyOptionNames };
  return readAll(context, reading, (message) => readChange(context.codec, message, onInvalid));
}

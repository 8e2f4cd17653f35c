import { isSymphonyError } from '@symphony-ts/contract';
import { isAborted } from './abort.js';
import type { WatchOptions } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueChange } from './entry.js';
import { type Feed, type FeedOptions, type FeedStart, openFeed } from './feed.js';
import { assertFilter } from './key.js';
import { readChange } from './read-change.js';
import { reopenFeed } from './reopen-feed.js';
import { attempt, storageError } from './storage-error.js';

/** How far a watch has come; it outlives the consumers that serve it. */
class Progress {
  #start: FeedStart;
  #revision: number;
  #isCaughtUp = false;
  #created: string | undefined;
  /** The values of another stream are being handed out from its start. */
  #isReset = false;
  readonly #onInitialDone: (() => void) | undefined;
  readonly #onGap: (() => void) | undefined;

  constructor({ since, initial, onInitialDone, onGap }: WatchOptions) {
    this.#onGap = onGap;
    this.#revision = since ?? 0;
    this.#onInitialDone = onInitialDone;
    if (since !== undefined) this.#start = { kind: 'after', revision: since };
    else this.#start = initial === 'none' ? { kind: 'new' } : { kind: 'last' };
  }

  /**
   * Where the next consumer begins. Until all values of the start have come, it begins again at the start, because values that
   * were replaced in the meantime must not be delivered. `take` omits what has already come.
   */
  get next(): FeedStart {
    if (this.#start.kind === 'last' && (!this.#isCaughtUp || this.#isReset)) return this.#start;
    return this.#start.kind === 'new' ? this.#start : { kind: 'after', revision: this.#revision };
  }

  /**
   * Call this before each consumer with the identity of the stream. Another stream, or one that was set back, is watched from
   * its start.
   */
  found(identity: StreamIdentity | undefined): void {
    if (!identity) return;
    const { created, lastRevision } = identity;
    const isOther = this.#created !== undefined && this.#created !== created;
    if (this.#created !== undefined && (isOther || lastRevision < this.#revision)) {
      this.#start = { kind: 'last' };
      this.#revision = 0;
      this.#isReset = true;
      this.#onGap?.();
    }
    this.#created = created;
  }

  opened({ pending, position }: Feed): void {
    if (this.#start.kind === 'new') {
      this.#revision = position;
      this.#start = { kind: 'after', revision: position };
    }
    this.reached(pending);
  }

  /** False for a revision that was handed out before. */
  advance(revision: number): boolean {
    if (revision <= this.#revision) return false;
    this.#revision = revision;
    return true;
  }

  reached(pending: number): void {
    if (pending > 0) return;
    this.#isReset = false;
    if (this.#isCaughtUp) return;
    this.#isCaughtUp = true;
    this.#onInitialDone?.();
  }
}

interface StreamIdentity {
  readonly created: string;
  readonly lastRevision: number;
}

async function identify<T>({
  nc,
  jsm,
  bucket,
  stream,
  timeoutMs,
  layout,
}: BucketContext<T>): Promise<StreamIdentity | undefined> {
  const where = { nc, jsm, bucket, operation: 'watch', subject: layout.storedPrefix, timeoutMs };
  try {
    const { created, state } = await attempt(where, () => jsm.streams.info(stream));
    return { created, lastRevision: state.last_seq };
  } catch (error) {
    // A user who may not ask for the stream can still watch it, and gets no reports of gaps.
    if (isSymphonyError(error, 'PERMISSION_DENIED')) return undefined;
    throw error;
  }
}

/** See `KeyValueBucket.watch`. */
export async function* watchChanges<T>(
  context: BucketContext<T>,
  filter: string,
  options: WatchOptions,
): AsyncGenerator<KeyValueChange<T>> {
  const { bucket } = context;
  const { signal } = options;
  assertFilter(bucket, filter);
  const progress = new Progress(options);
  for (let isFirst = true; !isAborted(signal); isFirst = false) {
    const next = async (): Promise<FeedOptions> => {
      progress.found(await identify(context));
      return { operation: 'watch', filter, start: progress.next };
    };
    const feed = isFirst
      ? await openFeed(context, await next())
      : await reopenFeed(context, next, { signal, waitsForBucket: true });
    if (!feed) return;
    const close = (): void => feed.close();
    signal?.addEventListener('abort', close, { once: true });
    if (isAborted(signal)) close();
    try {
      progress.opened(feed);
      for await (const { message, pending } of feed.items) {
        if (isAborted(signal)) return;
        if (progress.advance(message.revision)) {
          const change = await readChange(context.codec, message, options.onInvalid);
          if (change) yield change;
        }
        progress.reached(pending);
      }
    } catch (error) {
      const { nc, jsm, timeoutMs } = context;
      const subject = context.layout.storedPrefix + filter;
      throw await storageError(error, { nc, jsm, bucket, operation: 'watch', subject, timeoutMs });
    } finally {
      signal?.removeEventListener('abort', close);
      close();
    }
  }
}

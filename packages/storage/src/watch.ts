import { assertKnownOptions, isSymphonyError } from '@symphony-ts/contract';
import { isAborted } from './abort.js';
import { type WatchOptions, watchOptionNames } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueChange } from './entry.js';
import type { Feed, FeedOptions, FeedStart } from './feed.js';
import { assertFilter } from './key.js';
import { openFirstFeed } from './open-first-feed.js';
import { readChange } from './read-change.js';
import { reopenFeed } from './reopen-feed.js';
import { attempt, storageError } from './storage-error.js';
import { CatchUpDelay, isWhole } from './whole-reading.js';
import { within } from './within.js';

/** How far a watch has come; it outlives the consumers that serve it. */
class Progress {
  #start: FeedStart;
  #revision: number;
  #isCaughtUp = false;
  #created: string | undefined;
  /** The values of another stream are being handed out from its start. */
  #isReset = false;
  readonly #known: number;
  readonly #onInitialDone: (() => void) | undefined;
  readonly #onGap: (() => void) | undefined;

  /** `known` is the revision that the bucket has come to, as far as this connection knows. */
  constructor({ since, initial, onInitialDone, onGap }: WatchOptions, known: number) {
    this.#known = known;
    this.#onGap = onGap;
    this.#revision = since ?? 0;
    this.#onInitialDone = onInitialDone;
    if (since !== undefined) this.#start = { kind: 'after', revision: since };
    else this.#start = initial === 'none' ? { kind: 'new' } : { kind: 'last' };
  }

  /** How far it has come, and how far it has to come; one copy of the bucket may lack what another one has acknowledged. */
  get soFar(): { readonly revision: number; readonly known: number } {
    return { revision: this.#revision, known: this.#known };
  }

  /** Whether the values of the start may be incomplete although `pending`, which the serving copy reports, is 0. */
  mayLack(pending: number): boolean {
    return pending === 0 && !this.#isCaughtUp && this.#revision < this.#known;
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

  opened({ position }: Feed): void {
    if (this.#start.kind !== 'new') return;
    this.#revision = position;
    this.#start = { kind: 'after', revision: position };
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

async function identify<T>(
  { nc, jsm, bucket, stream, timeoutMs, layout }: BucketContext<T>,
  patienceMs: number,
): Promise<StreamIdentity | undefined> {
  const subject = layout.storedPrefix;
  const where = { nc, jsm, bucket, operation: 'watch', subject, timeoutMs };
  try {
    const { created, state } = await attempt(where, () => within(patienceMs, subject, jsm.streams.info(stream)));
    return { created, lastRevision: state.last_seq };
  } catch (error) {
    // A user who may not ask for the stream can still watch it, and gets no reports of gaps.
    if (isSymphonyError(error, 'PERMISSION_DENIED')) return undefined;
    throw error;
  }
}

/** The revision that the values of the start have to come to. A single copy has them all, and a start without values needs none. */
function knownAtStart<T>({ layout, seen }: BucketContext<T>, { initial, since }: WatchOptions): number {
  const hasNoValues = initial === 'none' && since === undefined;
  return hasNoValues || layout.replicas === 1 ? 0 : (seen.newest ?? 0);
}

/** See `KeyValueBucket.watch`. */
export async function* watchChanges<T>(
  context: BucketContext<T>,
  filter: string,
  options: WatchOptions,
): AsyncGenerator<KeyValueChange<T>> {
  assertKnownOptions('watch', options, watchOptionNames);
  const { bucket } = context;
  const { signal } = options;
  assertFilter(bucket, filter);
  const progress = new Progress(options, knownAtStart(context, options));
  const catchUp = new CatchUpDelay();
  const lacks = async (): Promise<boolean> => !(await isWhole(context, { filter, signal, ...progress.soFar }));
  for (let isFirst = true; !isAborted(signal); isFirst = false) {
    const next = async (patienceMs: number): Promise<FeedOptions> => {
      progress.found(await identify(context, patienceMs));
      return { operation: 'watch', filter, start: progress.next };
    };
    const feed = isFirst
      ? await openFirstFeed(context, { operation: 'watch' }, next)
      : await reopenFeed(context, next, { signal, waitsForBucket: true });
    if (!feed) return;
    const close = (): void => feed.close();
    signal?.addEventListener('abort', close, { once: true });
    if (isAborted(signal)) close();
    let isBehind = false;
    try {
      progress.opened(feed);
      if (progress.mayLack(feed.pending)) isBehind = await lacks();
      if (!isBehind) {
        progress.reached(feed.pending);
        for await (const { message, pending } of feed.items) {
          if (isAborted(signal)) return;
          if (progress.advance(message.revision)) {
            const change = await readChange(context.codec, message, options.onInvalid);
            if (change) yield change;
          }
          if (progress.mayLack(pending)) isBehind = await lacks();
          if (isBehind) break;
          progress.reached(pending);
        }
      }
    } catch (error) {
      const { nc, jsm, timeoutMs } = context;
      const subject = context.layout.storedPrefix + filter;
      throw await storageError(error, { nc, jsm, bucket, operation: 'watch', subject, timeoutMs });
    } finally {
      signal?.removeEventListener('abort', close);
      close();
    }
    // The next consumer may be on another copy. It begins at the start again, and what has come is omitted.
    if (isBehind) await catchUp.wait(signal);
  }
}

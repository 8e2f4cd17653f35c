import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import {
  bucketStream,
  bucketSubject,
  errorCode,
  jetStreamCodes,
  type Logger,
  limits,
  parseStatusKey,
  STATUS_BUCKET,
  type StatusEntry,
  statusSubject,
} from '@symphony-ts/contract';
import { operationOf } from '@symphony-ts/storage/internal';
import type { FloodNotes } from '../floods/flood-control.js';
import { CallerBudget } from '../kit/caller-budget.js';
import type { ServerClock } from '../nats/server-clock.js';
import { accountJetStream } from '../operator/platform-subjects.js';
import { readOwnStatus, type ToldStatus } from './own-status.js';
import type { StatusBoard } from './status-board.js';

const KEY_SUBJECT = bucketSubject(STATUS_BUCKET, '');
const MOST_ENTRIES = limits.instances;
const NOTE_EVERY_MS = 10_000;
const SHARED_EVERY_MS = 600_000;
/** Enough for a thousand instances that start at once. Afterwards, each of them writes every half minute. */
const STATUS_SHARE = { perSecond: 100, atOnce: 1_000 };
const ALL = `${statusSubject('*')}.>`;

/** The sources of the feed, and the board that it fills. */
export interface StatusFeedParts {
  /** The connection that reaches into the extensions' accounts. */
  readonly hub: NatsConnection;
  /** The connection on which extensions announce their status. */
  readonly people: NatsConnection;
  readonly board: StatusBoard;
  readonly floods: FloodNotes;
  /** Entries have the times of the server. */
  readonly serverClock: Pick<ServerClock, 'now'>;
  readonly logger: Logger;
}

/** Fills the board from the status buckets of all extensions' accounts. */
export class StatusFeed {
  readonly #nc: NatsConnection;
  readonly #board: StatusBoard;
  readonly #floods: FloodNotes;
  readonly #serverClock: Pick<ServerClock, 'now'>;
  readonly #logger: Logger;
  readonly #subscriptions: Subscription[] = [];
  /** The keys with changes while a bucket is read. The bucket's earlier entries for them are older. */
  readonly #heard = new Map<string, Set<string>>();

  readonly #budget = new CallerBudget(undefined, STATUS_SHARE);
  /** When the log last mentioned an extension. */
  readonly #notedAt = new Map<string, number>();
  readonly #sharedAt = new Map<string, number>();

  private constructor({ hub, board, floods, serverClock, logger }: StatusFeedParts) {
    this.#nc = hub;
    this.#board = board;
    this.#floods = floods;
    this.#serverClock = serverClock;
    this.#logger = logger;
  }

  /** Takes every change from now on. */
  static start(parts: StatusFeedParts): StatusFeed {
    const feed = new StatusFeed(parts);
    parts.board.onShared((entry) => feed.#noteShared(entry));
    feed.#listen(parts.people);
    return feed;
  }

  /**
   * Reads the entries that an extension's bucket already has, until `isOver` or after a thousand entries. No extension has more
   * instances, and the extension itself writes the bucket. An extension that never registered has no bucket.
   */
  async readInitial(prefix: string, isOver: () => boolean): Promise<void> {
    const manager = await jetstreamManager(this.#nc, { apiPrefix: accountJetStream(prefix), checkAPI: false });
    const heard = new Set<string>();
    this.#heard.set(prefix, heard);
    try {
      for await (const stored of storedEntries(manager, `${KEY_SUBJECT}${prefix}.*`, isOver)) {
        const key = stored.subject.slice(KEY_SUBJECT.length);
        if (operationOf(stored.header) !== 'put' || heard.has(key)) continue;
        this.#put({
          prefix,
          key,
          data: stored.data,
          ageMs: Math.max(0, this.#serverClock.now() - stored.time.getTime()),
        });
      }
    } finally {
      this.#heard.delete(prefix);
    }
  }

  stop(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #listen(people: NatsConnection): void {
    const subscription = people.subscribe(ALL, {
      callback: (error, message) => (error ? this.#refused(error) : this.#receive(message)),
    });
    this.#subscriptions.push(subscription);
  }

  #refused(error: Error): void {
    this.#logger.error('the platform may not listen to statuses', { err: error });
  }

  #receive(message: Msg): void {
    const [, , prefix = '', ...key] = message.subject.split('.');
    if (this.#budget.admit(prefix) !== 'admitted') return this.#floods.note({ prefix }, message.data.length);
    const heard = this.#heard.get(prefix);
    if (heard && heard.size < MOST_ENTRIES) heard.add(key.join('.').slice(0, limits.subject));
    if (operationOf(message.headers) !== 'put') {
      const parsed = parseStatusKey(key.join('.'));
      if (parsed?.prefix === prefix) this.#board.remove(prefix, parsed.instanceId);
      return;
    }
    this.#put({ prefix, key: key.join('.'), data: message.data, ageMs: 0 });
  }

  /** Logs at most one ignored entry of an extension in a while. */
  #noteIgnored(prefix: string, key: string): void {
    if (!isDue(this.#notedAt, prefix, NOTE_EVERY_MS)) return;
    this.#logger.warn('a status entry was ignored', { prefix, key: key.slice(0, 100) });
  }

  #noteShared({ prefix, instanceId }: StatusEntry): void {
    if (!isDue(this.#sharedAt, prefix, SHARED_EVERY_MS)) return;
    this.#logger.warn('two processes use one API key: they count as one instance; give each a key of its own', {
      prefix,
      instance: instanceId,
    });
  }

  #put({ ageMs, ...told }: ToldStatus & { readonly ageMs: number }): void {
    const entry = readOwnStatus(told);
    if (entry) this.#board.set(entry, ageMs);
    else this.#noteIgnored(told.prefix, told.key);
  }
}

/** The messages of a status bucket on one subject pattern, oldest first. */
async function* storedEntries(
  manager: JetStreamManager,
  pattern: string,
  isOver: () => boolean,
): AsyncGenerator<StoredMsg> {
  const stream = bucketStream(STATUS_BUCKET);
  for (let seq = 1, count = 0; count < MOST_ENTRIES && !isOver(); count += 1) {
    const query = { seq, next_by_subj: pattern };
    const stored = await manager.streams.getMessage(stream, query).catch((error: unknown) => {
      if (errorCode(error) === jetStreamCodes.streamNotFound) return null;
      throw error;
    });
    if (!stored || isOver()) return;
    yield stored;
    seq = stored.seq + 1;
  }
}

/** Whether `everyMs` have passed since this was last true for `prefix`. */
function isDue(lastAt: Map<string, number>, prefix: string, everyMs: number): boolean {
  const now = performance.now();
  if (now - (lastAt.get(prefix) ?? Number.NEGATIVE_INFINITY) < everyMs) return false;
  lastAt.set(prefix, now);
  return true;
}

import { setTimeout as delay } from 'node:timers/promises';
import { DisconnectedError, TimeoutError } from '@symphony-ts/contract';
import { KnownProgress } from './known-progress.js';
import { type LostChain, LostWrites, type StoredPart } from './lost-writes.js';
import { endLane, type Lane, type PendingWrite } from './pending-write.js';
import { type PendingWriteRing, planResend } from './pending-write-ring.js';

/** How long requests wait for a lost connection to come back. */
const OUTAGE_MS = 30_000;
/** How long sending again waits for the reason of a silence. */
const EXPLAIN_MS = 250;

export interface ResenderOptions {
  readonly ring: PendingWriteRing;
  readonly timeoutMs: number;
  /** On the clock of the deadlines. */
  readonly now: () => number;
  readonly subjectOf: (entry: PendingWrite) => string;
  readonly explainSilence: () => Promise<Error | undefined>;
  /** Finds out, when nothing was acknowledged for `timeoutMs`, whether the server cannot answer for the moment. */
  readonly isUnavailable?: (() => Promise<boolean>) | undefined;
  /** Finds out which writes are stored. Without it, all lost requests are sent again. */
  readonly examine?: ((chain: LostChain) => Promise<StoredPart>) | undefined;
  /** True for an error of `examine` that may not occur again. */
  readonly mayPass?: ((error: Error) => boolean) | undefined;
  /** Sends one, on condition that its key is at the revision `upon`, if one is given. */
  readonly publish: (entry: PendingWrite, upon?: number) => void;
  readonly done: (entries: readonly PendingWrite[]) => void;
  readonly fail: (entry: PendingWrite, error: Error) => void;
}

/**
 * Decides which requests of a pipeline are sent again, and which have failed: those on a lane whose replies do not add up,
 * those that were on their way when the connection broke, and those whose time is up.
 *
 * Time without a connection, or without a leader, does not count against `timeoutMs`, for 30 s at the most.
 */
export class Resender {
  readonly #options: ResenderOptions;
  readonly #lostWrites: LostWrites | undefined;
  readonly #progress = new KnownProgress();
  /** The time of sending of each request whose deadline no longer shows it. */
  readonly #sentAt = new WeakMap<PendingWrite, number>();
  /** The keys of lost requests, and perhaps of some that are no longer lost. */
  readonly #lostKeys = new Set<string>();
  readonly #hadTurn = new WeakSet<PendingWrite>();
  #examined = 0;
  #examinedAt = Number.NEGATIVE_INFINITY;
  /** When a request was found stored although its reply is missing: the server has passed everything sent before. */
  #foundAt = Number.NEGATIVE_INFINITY;
  #disconnectedAt: number | undefined;
  /** Requests that came while there was no connection, so nothing of them was sent. */
  readonly #unsent = new WeakSet<PendingWrite>();
  #isExplaining = false;
  #hasLost = false;
  #probedAt = 0;
  #progressedAt = 0;
  #outageSince: number | undefined;
  #isAsking = false;
  /** The server can answer, so a request that is late by then has failed. */
  #answerableUntil = 0;

  constructor(options: ResenderOptions) {
    this.#options = options;
    const { examine, mayPass = () => false, publish, fail } = options;
    if (!examine) return;
    this.#lostWrites = new LostWrites({
      examine,
      mayPass,
      publish: (entry, upon) => {
        this.#unsent.delete(entry);
        // It waited for its turn. It asks only once, because a server that no longer stores anything also answers these questions.
        if (!this.#hadTurn.has(entry)) this.#prolong(options.now(), [entry]);
        this.#hadTurn.add(entry);
        publish(entry, upon);
      },
      fail,
      done: (entries) => {
        options.done(entries);
        if (entries.length > 0) this.#foundAt = this.#progressedAt;
      },
      lost: (entries) => this.#lose(entries),
    });
  }

  /** True while there is no connection, but it may still come back in time. */
  isWaiting(now: number): boolean {
    return this.#disconnectedAt !== undefined && now - this.#disconnectedAt < OUTAGE_MS;
  }

  /** True for a request that would overtake lost ones of its key: while there is no connection, and until those are settled. */
  mustWait({ key, state }: PendingWrite): boolean {
    if (this.#disconnectedAt !== undefined) return true;
    return state === 'shared' && this.#lostKeys.size > 0 && this.#lostKeys.has(key);
  }

  /** Keeps a request until it may be sent. */
  hold(entry: PendingWrite): void {
    if (this.#disconnectedAt !== undefined && entry.state === 'shared') this.#unsent.add(entry);
    this.#lose([entry]);
  }

  /** The error of a request whose time is up. Without a connection, the connection is the reason. */
  #late(entry: PendingWrite): Error {
    const { subjectOf, timeoutMs } = this.#options;
    const subject = subjectOf(entry);
    if (this.#disconnectedAt === undefined) return new TimeoutError({ subject, timeoutMs });
    return new DisconnectedError({ what: subject, isSent: !this.#unsent.has(entry) });
  }

  disconnected(now: number): void {
    this.#disconnectedAt ??= now;
  }

  /** The bucket is known to have come this far. */
  known(now: number, revision: number): void {
    const { oldest } = this.#options.ring;
    this.#progress.note(now, revision);
    this.#progress.forget(oldest ? this.#firstSent(oldest) : now);
  }

  /** Sends nothing more. */
  close(): void {
    this.#lostWrites?.close();
  }

  reconnected(now: number): void {
    this.#disconnectedAt = undefined;
    this.#prolong(now);
    this.#sendAgain(() => true);
  }

  /** Called when requests are done. */
  progressed(now: number): void {
    this.#progressedAt = now;
    this.#outageSince = undefined;
  }

  /** Sends all requests of a lane again, each on a lane of its own, so that its reply shows its result. */
  isolate(lane: Lane): void {
    this.#lose(endLane(lane));
  }

  #lose(entries: readonly PendingWrite[]): void {
    for (const entry of entries) {
      entry.state = 'lost';
      this.#hasLost = true;
      if (this.#lostWrites) this.#lostKeys.add(entry.key);
    }
  }

  /** Gives all of them their full time again. The time of sending is kept while it is not known whether they were stored. */
  #prolong(now: number, entries = this.#options.ring.open()): void {
    const { timeoutMs } = this.#options;
    for (const entry of entries) {
      if (this.#lostWrites && !this.#sentAt.has(entry)) this.#sentAt.set(entry, entry.deadline - timeoutMs);
      entry.deadline = now + timeoutMs;
    }
  }

  #firstSent(entry: PendingWrite): number {
    return this.#sentAt.get(entry) ?? entry.deadline - this.#options.timeoutMs;
  }

  /** Settles one request without a good reply. Counting then no longer works for the others on its lane. */
  giveUp(entry: PendingWrite, error: Error): void {
    if (entry.lane) this.isolate(entry.lane);
    this.#options.fail(entry, error);
  }

  /**
   * Finds out why nobody answers. If it stays so, the lost messages have failed. Nothing is sent again meanwhile, for a
   * moment: while a leader changes, this question gets no answer either.
   */
  async explain(): Promise<void> {
    if (this.#isExplaining) return;
    this.#isExplaining = true;
    const explained = this.#options.explainSilence().then((error) => this.#endLost(error));
    await Promise.race([explained, delay(EXPLAIN_MS, undefined, { ref: false })]);
    this.#isExplaining = false;
  }

  #endLost(error: Error | undefined): void {
    if (!error) return;
    for (const entry of this.#options.ring.open()) if (entry.state === 'lost') this.#options.fail(entry, error);
  }

  /** To be called now and then, with a connection. */
  sweep(now: number): void {
    const { ring, timeoutMs } = this.#options;
    // Deadlines are in the order of sending, so the first one is the earliest.
    const { deadline: earliest = Number.POSITIVE_INFINITY } = ring.oldest ?? {};
    if (!this.#hasLost && this.#lostKeys.size === 0 && earliest - now >= timeoutMs / 2) return;
    if (earliest <= now && this.#waitsForServer(now)) return;
    const open = ring.open();
    const [first] = open;
    const isExamining = this.#isExamining(now);
    for (const entry of open) {
      const { deadline, lane } = entry;
      if (isExamining && this.#lostWrites?.has(entry)) continue;
      if (deadline <= now) this.giveUp(entry, this.#late(entry));
      else if (lane && deadline - now < timeoutMs / 2 && this.#isPassed(lane, deadline)) this.isolate(lane);
    }
    this.#probe(first, now);
    if (!this.#isExplaining) this.#sendAgain(({ state }) => state === 'lost');
    this.#hasLost = ring.open().some(({ state }) => state === 'lost');
    this.#lostKeys.clear();
    if (this.#lostWrites) for (const entry of ring.open()) if (this.#isUnsettled(entry)) this.#lostKeys.add(entry.key);
  }

  #isUnsettled(entry: PendingWrite): boolean {
    return entry.state === 'lost' || (this.#lostWrites?.has(entry) ?? false);
  }

  /** True while answers come. A request that waits for its turn is not late then. */
  #isExamining(now: number): boolean {
    const examined = this.#lostWrites?.examined ?? 0;
    if (examined > this.#examined) this.#examinedAt = now;
    this.#examined = examined;
    return now - this.#examinedAt < this.#options.timeoutMs;
  }

  #isPassed(lane: Lane, deadline: number): boolean {
    const { timeoutMs } = this.#options;
    return lane.isPassed() || (lane.needsProbe && deadline - timeoutMs < this.#foundAt);
  }

  /** True while it is not known whether the server can answer, and from then on as long as it cannot. */
  #waitsForServer(now: number): boolean {
    const { isUnavailable, timeoutMs } = this.#options;
    // Nobody can be asked, and the time for it is up.
    if (this.#disconnectedAt !== undefined) return false;
    if (this.#isAsking) return true;
    if (!isUnavailable || now < this.#answerableUntil || now - this.#progressedAt < timeoutMs) return false;
    if (this.#outageSince !== undefined && now - this.#outageSince > OUTAGE_MS) return false;
    this.#isAsking = true;
    const resume = (isOut: boolean): void => {
      this.#isAsking = false;
      if (!isOut) this.#answerableUntil = now + 2 * timeoutMs;
      // Requests from before an outage get their full time again after it, and are sent again.
      if (!isOut && this.#outageSince === undefined) return;
      this.#outageSince = isOut ? (this.#outageSince ?? now) : undefined;
      this.#prolong(now);
      if (isOut) return;
      for (const { lane } of this.#options.ring.open()) if (lane?.needsProbe) this.isolate(lane);
    };
    void isUnavailable().then(resume, () => resume(true));
    return true;
  }

  /**
   * From time to time, sends the oldest requests again if nothing is answered. Once they are answered, the server has passed
   * everything that was lost. If the leader of a stream changes, the messages on their way are lost silently.
   */
  #probe(oldest: PendingWrite | undefined, now: number): void {
    const { timeoutMs } = this.#options;
    if (!oldest?.lane?.needsProbe || oldest.deadline - now >= timeoutMs / 2) return;
    if (now - this.#probedAt < timeoutMs / 4) return;
    this.#probedAt = now;
    this.isolate(oldest.lane);
  }

  #sendAgain(isLost: (entry: PendingWrite) => boolean): void {
    const { ring, publish, done } = this.#options;
    const lostWrites = this.#lostWrites;
    const entries = ring.entries();
    const { again, overtaken } = planResend(entries, (entry) => isLost(entry) && !lostWrites?.has(entry));
    done(overtaken);
    for (const { key } of lostWrites ? again : []) this.#lostKeys.add(key);
    if (lostWrites) lostWrites.add(again, entries, (entry) => this.#progress.before(this.#firstSent(entry)));
    else {
      for (const entry of again) {
        this.#unsent.delete(entry);
        publish(entry);
      }
    }
  }
}

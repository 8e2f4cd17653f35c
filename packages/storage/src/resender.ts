import { setTimeout as delay } from 'node:timers/promises';
import { TimeoutError } from '@symphony-ts/contract';
import { endLane, type Lane, type PendingWrite } from './pending-write.js';
import { type PendingWriteRing, planResend } from './pending-write-ring.js';

/** How long requests wait for a lost connection to come back. */
const OUTAGE_MS = 30_000;
/** How long sending again waits for the reason of a silence. */
const EXPLAIN_MS = 250;

export interface ResenderOptions {
  readonly ring: PendingWriteRing;
  readonly timeoutMs: number;
  readonly subjectOf: (entry: PendingWrite) => string;
  readonly explainSilence: () => Promise<Error | undefined>;
  /** Finds out, when nothing was acknowledged for `timeoutMs`, whether the server cannot answer for the moment. */
  readonly isUnavailable?: (() => Promise<boolean>) | undefined;
  readonly publish: (entry: PendingWrite) => void;
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
  #disconnectedAt: number | undefined;
  #isExplaining = false;
  #hasLost = false;
  #probedAt = 0;
  #progressedAt = 0;
  #outageSince: number | undefined;
  #isAsking = false;
  /** The server can answer, so what is late until then has failed. */
  #answerableUntil = 0;

  constructor(options: ResenderOptions) {
    this.#options = options;
  }

  /** True while there is no connection, and it may still come back in time. */
  isWaiting(now: number): boolean {
    return this.#disconnectedAt !== undefined && now - this.#disconnectedAt < OUTAGE_MS;
  }

  disconnected(now: number): void {
    this.#disconnectedAt ??= now;
  }

  reconnected(now: number): void {
    this.#disconnectedAt = undefined;
    const { ring, timeoutMs } = this.#options;
    for (const entry of ring.open()) entry.deadline = now + timeoutMs;
    this.#sendAgain(() => true);
  }

  /** To be told when requests are done. */
  progressed(now: number): void {
    this.#progressedAt = now;
    this.#outageSince = undefined;
  }

  /** Has all that is on a lane sent again, each with a lane of its own, so that its reply tells what becomes of it. */
  isolate(lane: Lane): void {
    for (const entry of endLane(lane)) {
      entry.state = 'lost';
      this.#hasLost = true;
    }
  }

  /** Settles one without a good reply. What shares its lane can no longer be told by counting. */
  giveUp(entry: PendingWrite, error: Error): void {
    if (entry.lane) this.isolate(entry.lane);
    this.#options.fail(entry, error);
  }

  /**
   * Finds out why nobody answers; where that is for good, what was lost has failed. Nothing is sent again meanwhile, for a
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
    // Deadlines stand in the order of sending, so the first tells for all.
    const { deadline: earliest = Number.POSITIVE_INFINITY } = ring.oldest ?? {};
    if (!this.#hasLost && earliest - now >= timeoutMs / 2) return;
    if (earliest <= now && this.#waitsForServer(now)) return;
    const open = ring.open();
    for (const entry of open) {
      const { deadline, lane } = entry;
      if (deadline <= now) this.giveUp(entry, new TimeoutError({ subject: this.#options.subjectOf(entry), timeoutMs }));
      else if (lane && deadline - now < timeoutMs / 2 && lane.isPassed()) this.isolate(lane);
    }
    this.#probe(open[0], now);
    if (!this.#isExplaining) this.#sendAgain(({ state }) => state === 'lost');
    this.#hasLost = ring.open().some(({ state }) => state === 'lost');
  }

  /** True while it is not known whether the server can answer, and from then on as long as it cannot. */
  #waitsForServer(now: number): boolean {
    const { isUnavailable, timeoutMs } = this.#options;
    if (this.#isAsking) return true;
    if (!isUnavailable || now < this.#answerableUntil || now - this.#progressedAt < timeoutMs) return false;
    if (this.#outageSince !== undefined && now - this.#outageSince > OUTAGE_MS) return false;
    this.#isAsking = true;
    const resume = (isOut: boolean): void => {
      this.#isAsking = false;
      if (!isOut) this.#answerableUntil = now + 2 * timeoutMs;
      // Those that wait since before an outage get their whole time again once it is over, and are sent anew.
      if (!isOut && this.#outageSince === undefined) return;
      this.#outageSince = isOut ? (this.#outageSince ?? now) : undefined;
      for (const entry of this.#options.ring.open()) {
        entry.deadline = now + timeoutMs;
        if (!isOut && entry.lane?.needsProbe) this.isolate(entry.lane);
      }
    };
    void isUnavailable().then(resume, () => resume(true));
    return true;
  }

  /**
   * Has the oldest sent again with those beside it, now and then, where nothing is answered: once they are, the server has
   * come past all that was lost. A stream whose leader changes loses what is on its way, without a word.
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
    const { again, overtaken } = planResend(ring.entries(), isLost);
    done(overtaken);
    for (const entry of again) publish(entry);
  }
}

import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import { PermissionError, SymphonyError, TimeoutError, toError } from '@symphony-ts/contract';
import { assertOpen, onStatus } from './connection-status.js';
import { FastIngest } from './fast-ingest.js';
import { endLane, type InFlight, type Lane } from './in-flight.js';
import { InFlightRing, planResend } from './in-flight-ring.js';
import { ReplyLanes, type CountedLane } from './reply-lanes.js';

/** Most bytes under way at a time, so that large values do not fill the memory of client and server. */
const WINDOW_BYTES = 8 * 1024 * 1024;
const SWEEP_MS = 100;
/** How long requests wait for a lost connection to come back. */
const OUTAGE_MS = 30_000;
const NOTHING = new Uint8Array(0);

/** What a reply means: the request is done, has failed, or nobody answered it. */
export type Verdict = 'done' | 'silence' | Error;

export interface PipelineOptions {
  readonly inboxPrefix: string | undefined;
  /** `putAll on bucket 'x'`, for errors. */
  readonly what: string;
  readonly window: number;
  readonly timeoutMs: number;
  /** The requests are writes to a stream with `allow_batched`. */
  readonly fastIngest?: boolean | undefined;
  /** With the key behind it, the subject of a request. */
  readonly subjectPrefix: string;
  /** Of all requests. */
  readonly headers?: MsgHdrs | undefined;
  /** Replies do not come in the order of requests; what is read from one must say itself whose it is. */
  readonly readReply: (message: Msg) => Verdict;
  /** Finds out why nobody answers. An error ends the request; `undefined` has it sent again until its time is up. */
  readonly explainSilence: () => Promise<Error | undefined>;
  /** Called with how many more requests are done. */
  readonly onDone: (count: number) => void;
  readonly onFailed: (key: string, error: Error) => void;
}

/**
 * Many requests under way at once over one inbox: a ring of what is in flight and one timer for all deadlines, where a
 * promise and a timer each would cost more than the sending. Replies are counted by lanes; where one is missing or is not
 * good, the requests of its lane are sent again one by one. Requests lost with a connection are sent again when it is back.
 * All in their order: so a write may be stored twice, and never in the wrong order.
 *
 * Time without a connection does not count against `timeoutMs`, for 30 s at the most.
 */
export class Pipeline {
  readonly #nc: NatsConnection;
  readonly #options: PipelineOptions;
  readonly #ring: InFlightRing;
  readonly #lanes: ReplyLanes;
  readonly #fast: FastIngest | undefined;
  readonly #opened = Date.now();
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #disconnectedAt: number | undefined;
  #isExplaining = false;
  #hasLost = false;
  #probedAt = 0;
  #waiting: { readonly isOver: () => boolean; readonly wake: () => void } | undefined;

  constructor(nc: NatsConnection, options: PipelineOptions) {
    assertOpen(nc, options.what);
    this.#nc = nc;
    this.#options = options;
    this.#ring = new InFlightRing(options.window);
    const { window, inboxPrefix } = options;
    const subscribe = (subject: string, onMessage: (message: Msg) => void) =>
      nc.subscribe(subject, { callback: (error, message) => (error ? this.#failAll(error) : onMessage(message)) });
    this.#lanes = new ReplyLanes({
      inbox: createInbox(inboxPrefix),
      window,
      subscribe,
      onReply: (lane, message) => this.#receive(lane, message),
    });
    if (options.fastIngest) {
      this.#fast = new FastIngest({
        window,
        createInbox: () => createInbox(inboxPrefix),
        subscribe,
        publish: (subject, reply) => {
          if (!nc.isClosed() && !nc.isDraining()) nc.publish(subject, NOTHING, { reply });
        },
        onProgress: (done) => {
          this.#done(done);
          this.#wake();
        },
        onBroken: (lane, message) => this.#broken(lane, options.readReply(message)),
      });
    }
    this.#timer = setInterval(() => this.#sweep(this.#now()), SWEEP_MS);
    this.#stopListening = onStatus(nc, (status) => {
      if (status.type === 'disconnect') this.#disconnectedAt ??= this.#now();
      if (status.type === 'reconnect') this.#reconnected();
      if (status.type === 'close') this.#failAll(this.#closed());
      if (status.type === 'error' && status.error.name === 'PermissionViolationError') this.#refused(status.error);
    });
  }

  get isFull(): boolean {
    return this.#ring.size >= this.#limit || this.#ring.bytes >= WINDOW_BYTES;
  }

  /** Sends one, which there must be room for; how it ends is told to `onDone` or `onFailed`. */
  send(key: string, data: Uint8Array): void {
    this.#publish(this.#ring.add(key, data, this.#now() + this.#options.timeoutMs));
  }

  /** Resolves when half of the window is free: in large turns neither the sender nor the server has to be woken often. */
  room(): Promise<void> {
    // Large values fill the window before the server thinks of an acknowledgement.
    if (this.#ring.bytes >= WINDOW_BYTES) this.#fast?.flush();
    return this.#until(() => {
      const limit = this.#limit;
      return limit > 0 && this.#ring.size <= limit / 2 && this.#ring.bytes <= WINDOW_BYTES / 2;
    });
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    this.#fast?.flush();
    return this.#until(() => this.#ring.size === 0);
  }

  /** Forgets what is under way and frees all that the pipeline holds. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    if (!this.#nc.isClosed()) {
      this.#fast?.close();
      this.#lanes.close();
    }
    this.#ring.clear();
    this.#waiting?.wake();
  }

  get #limit(): number {
    return this.#fast ? this.#fast.limit : this.#options.window;
  }

  #until(isOver: () => boolean): Promise<void> {
    if (isOver()) return Promise.resolve();
    return new Promise((wake) => {
      this.#waiting = { isOver, wake };
    });
  }

  #publish(entry: InFlight): void {
    const { headers } = this.#options;
    entry.isLost = false;
    try {
      const subject = this.#subjectOf(entry);
      const reply = this.#fast?.assign(entry, subject, this.#ring.size) ?? this.#lanes.assign(entry).subject;
      this.#nc.publish(subject, entry.data, headers ? { reply, headers } : { reply });
    } catch (thrown) {
      const cause = toError(thrown);
      this.#giveUp(entry, this.#nc.isClosed() || this.#nc.isDraining() ? this.#closed(cause) : cause);
    }
  }

  #receive(lane: CountedLane, message: Msg): void {
    const verdict = this.#options.readReply(message);
    const [entry] = lane.entries;
    if (verdict === 'done') this.#done(this.#lanes.answer(lane));
    else if (verdict !== 'silence' && lane.capacity === 1 && entry) this.#giveUp(entry, verdict);
    else this.#broken(lane, verdict);
  }

  #broken(lane: Lane, verdict: Verdict): void {
    this.#isolate(lane);
    this.#wake();
    if (verdict === 'silence') void this.#explain();
  }

  /** Has all that is on a lane sent again, each with a lane of its own, so that its reply tells what becomes of it. */
  #isolate(lane: Lane): void {
    for (const entry of endLane(lane)) {
      entry.isAlone = true;
      entry.isLost = true;
      this.#hasLost = true;
    }
  }

  /** Settles one without a good reply. What shares its lane can no longer be told by counting. */
  #giveUp(entry: InFlight, error: Error): void {
    if (entry.lane) this.#isolate(entry.lane);
    this.#fail(entry, error);
  }

  #fail(entry: InFlight, error: Error): void {
    this.#ring.settle([entry], 'failed');
    this.#options.onFailed(entry.key, error);
    this.#wake();
  }

  #done(entries: readonly InFlight[]): void {
    if (entries.length === 0) return;
    this.#ring.settle(entries, 'done');
    this.#options.onDone(entries.length);
    this.#wake();
  }

  #wake(): void {
    if (!this.#waiting?.isOver()) return;
    this.#waiting.wake();
    this.#waiting = undefined;
  }

  /** Milliseconds since the pipeline was opened. */
  #now(): number {
    return Date.now() - this.#opened;
  }

  #subjectOf({ key }: InFlight): string {
    return this.#options.subjectPrefix + key;
  }

  #pending(): InFlight[] {
    return this.#ring.entries().filter(({ outcome }) => outcome === 'pending');
  }

  #sendAgain(isLost: (entry: InFlight) => boolean): void {
    const { again, overtaken } = planResend(this.#ring.entries(), isLost);
    this.#done(overtaken);
    for (const entry of again) this.#publish(entry);
  }

  async #explain(): Promise<void> {
    if (this.#isExplaining) return;
    this.#isExplaining = true;
    const error = await this.#options.explainSilence();
    this.#isExplaining = false;
    if (!error) return;
    for (const entry of this.#pending()) if (entry.isLost) this.#fail(entry, error);
  }

  #reconnected(): void {
    this.#disconnectedAt = undefined;
    this.#fast?.reset();
    this.#lanes.reset();
    const deadline = this.#now() + this.#options.timeoutMs;
    for (const entry of this.#pending()) entry.deadline = deadline;
    this.#sendAgain(() => true);
  }

  #sweep(now: number): void {
    if (this.#disconnectedAt !== undefined && now - this.#disconnectedAt < OUTAGE_MS) return;
    this.#fast?.sweep();
    const { timeoutMs } = this.#options;
    // Deadlines stand in the order of sending, so the first tells for all.
    const { deadline: earliest = Number.POSITIVE_INFINITY } = this.#ring.oldest ?? {};
    if (!this.#hasLost && earliest - now >= timeoutMs / 2) return;
    const pending = this.#pending();
    for (const entry of pending) {
      const { deadline, lane } = entry;
      if (deadline <= now) this.#giveUp(entry, new TimeoutError({ subject: this.#subjectOf(entry), timeoutMs }));
      else if (lane && deadline - now < timeoutMs / 2 && lane.isPassed()) this.#isolate(lane);
    }
    this.#probe(pending[0], now);
    if (!this.#isExplaining) this.#sendAgain(({ isLost }) => isLost);
    this.#hasLost = this.#pending().some(({ isLost }) => isLost);
  }

  /**
   * Has the oldest sent again with those beside it, now and then, where nothing is answered: once they are, the server has
   * come past all that was lost. A stream whose leader changes loses what is on its way, without a word.
   */
  #probe(oldest: InFlight | undefined, now: number): void {
    const { timeoutMs } = this.#options;
    if (!oldest?.lane?.needsProbe || oldest.deadline - now >= timeoutMs / 2) return;
    if (now - this.#probedAt < timeoutMs / 4) return;
    this.#probedAt = now;
    this.#isolate(oldest.lane);
  }

  #refused(error: Error): void {
    const refused: unknown = Reflect.get(error, 'subject');
    for (const entry of this.#pending()) {
      const subject = this.#subjectOf(entry);
      if (subject === refused)
        this.#giveUp(entry, new PermissionError({ operation: 'publish', subject }, { cause: error }));
    }
  }

  #failAll(error: Error): void {
    // What still arrives is for requests that have been told of.
    if (!this.#nc.isClosed()) {
      this.#fast?.reset();
      this.#lanes.reset();
    }
    for (const entry of this.#pending()) this.#fail(entry, error);
  }

  #closed(cause?: Error): SymphonyError {
    return new SymphonyError('CONNECTION_CLOSED', { what: this.#options.what }, cause && { cause });
  }
}

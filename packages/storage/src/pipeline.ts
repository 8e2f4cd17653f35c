import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import { PermissionError, SymphonyError, TimeoutError, toError } from '@symphony-ts/contract';
import { assertOpen, onStatus } from './connection-status.js';
import type { InFlight, Lane } from './in-flight.js';
import { InFlightRing, planResend } from './in-flight-ring.js';
import { ReplyLanes } from './reply-lanes.js';

/** Most bytes under way at a time, so that large values do not fill the memory of client and server. */
const WINDOW_BYTES = 8 * 1024 * 1024;
const SWEEP_MS = 100;
/** How long requests wait for a lost connection to come back. */
const OUTAGE_MS = 30_000;

/** What a reply means: the request is done, has failed, or nobody answered it. */
export type Verdict = 'done' | 'silence' | Error;

export interface PipelineOptions {
  readonly inboxPrefix: string | undefined;
  /** `putAll on bucket 'x'`, for errors. */
  readonly what: string;
  readonly window: number;
  readonly timeoutMs: number;
  /** With the key behind it, the subject of a request. */
  readonly subjectPrefix: string;
  /** Of all requests. */
  readonly headers?: MsgHdrs | undefined;
  /** Replies do not come in the order of requests; what is read from one must say itself whose it is. */
  readonly readReply: (message: Msg) => Verdict;
  /** Finds out why nobody answers. An error ends the request; `undefined` has it sent again until its time is up. */
  readonly explainSilence: () => Promise<Error | undefined>;
  readonly onSettled: (key: string, error: Error | undefined) => void;
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
  readonly #opened = Date.now();
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #disconnectedAt: number | undefined;
  #isExplaining = false;
  #hasLost = false;
  #waiting: { readonly isOver: () => boolean; readonly wake: () => void } | undefined;

  constructor(nc: NatsConnection, options: PipelineOptions) {
    assertOpen(nc, options.what);
    this.#nc = nc;
    this.#options = options;
    this.#ring = new InFlightRing(options.window);
    this.#lanes = new ReplyLanes({
      inbox: createInbox(options.inboxPrefix),
      window: options.window,
      subscribe: (subject, onMessage) =>
        nc.subscribe(subject, { callback: (error, message) => (error ? this.#failAll(error) : onMessage(message)) }),
      onReply: (lane, message) => this.#receive(lane, message),
    });
    this.#timer = setInterval(() => this.#sweep(this.#now()), SWEEP_MS);
    this.#stopListening = onStatus(nc, (status) => {
      if (status.type === 'disconnect') this.#disconnectedAt ??= this.#now();
      if (status.type === 'reconnect') this.#reconnected();
      if (status.type === 'close') this.#failAll(this.#closed());
      if (status.type === 'error' && status.error.name === 'PermissionViolationError') this.#refused(status.error);
    });
  }

  get isFull(): boolean {
    return this.#ring.size >= this.#options.window || this.#ring.bytes >= WINDOW_BYTES;
  }

  /** Sends one, which there must be room for; how it ends is told to `onSettled`. */
  send(key: string, data: Uint8Array): void {
    this.#publish(this.#ring.add(key, data, this.#now() + this.#options.timeoutMs));
  }

  /** Resolves when half of the window is free: in large turns neither the sender nor the server has to be woken often. */
  room(): Promise<void> {
    const size = this.#options.window / 2;
    return this.#until(() => this.#ring.size <= size && this.#ring.bytes <= WINDOW_BYTES / 2);
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#until(() => this.#ring.size === 0);
  }

  /** Forgets what is under way and frees all that the pipeline holds. Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    if (!this.#nc.isClosed()) this.#lanes.close();
    this.#ring.clear();
    this.#waiting?.wake();
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
      const reply = this.#lanes.assign(entry).subject;
      this.#nc.publish(this.#subjectOf(entry), entry.data, headers ? { reply, headers } : { reply });
    } catch (thrown) {
      const cause = toError(thrown);
      this.#giveUp(entry, this.#nc.isClosed() || this.#nc.isDraining() ? this.#closed(cause) : cause);
    }
  }

  #receive(lane: Lane, message: Msg): void {
    const verdict = this.#options.readReply(message);
    if (verdict === 'done') {
      this.#settleAll(this.#lanes.answer(lane));
      return;
    }
    const [entry] = lane.entries;
    if (verdict !== 'silence' && lane.capacity === 1 && entry) this.#giveUp(entry, verdict);
    else this.#isolate(lane);
    if (verdict === 'silence') void this.#explain();
  }

  /** Has all that is on a lane sent again, each with a lane of its own, so that its reply tells what becomes of it. */
  #isolate(lane: Lane): void {
    for (const entry of this.#lanes.giveUp(lane)) {
      entry.isAlone = true;
      entry.isLost = true;
      this.#hasLost = true;
    }
  }

  /** Settles one without a good reply. What shares its lane can no longer be told by counting. */
  #giveUp(entry: InFlight, error: Error): void {
    if (entry.lane) this.#isolate(entry.lane);
    this.#settle(entry, error);
  }

  #settle(entry: InFlight, error: Error | undefined): void {
    this.#ring.settle(entry, error ? 'failed' : 'done');
    this.#options.onSettled(entry.key, error);
    this.#wake();
  }

  #settleAll(done: readonly InFlight[]): void {
    for (const entry of done) {
      this.#ring.settle(entry, 'done');
      this.#options.onSettled(entry.key, undefined);
    }
    if (done.length > 0) this.#wake();
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
    for (const entry of overtaken) this.#settle(entry, undefined);
    for (const entry of again) this.#publish(entry);
  }

  async #explain(): Promise<void> {
    if (this.#isExplaining) return;
    this.#isExplaining = true;
    const error = await this.#options.explainSilence();
    this.#isExplaining = false;
    if (!error) return;
    for (const entry of this.#pending()) if (entry.isLost) this.#settle(entry, error);
  }

  #reconnected(): void {
    this.#disconnectedAt = undefined;
    this.#lanes.reset();
    const deadline = this.#now() + this.#options.timeoutMs;
    for (const entry of this.#pending()) entry.deadline = deadline;
    this.#sendAgain(() => true);
  }

  #sweep(now: number): void {
    if (this.#disconnectedAt !== undefined && now - this.#disconnectedAt < OUTAGE_MS) return;
    const { timeoutMs } = this.#options;
    // Deadlines stand in the order of sending, so the first tells for all.
    const { deadline: earliest = Number.POSITIVE_INFINITY } = this.#ring.oldest ?? {};
    if (!this.#hasLost && earliest - now >= timeoutMs / 2) return;
    for (const entry of this.#pending()) {
      const { deadline, lane } = entry;
      if (deadline <= now) this.#giveUp(entry, new TimeoutError({ subject: this.#subjectOf(entry), timeoutMs }));
      else if (lane && deadline - now < timeoutMs / 2 && this.#isIncomplete(lane)) this.#isolate(lane);
    }
    if (!this.#isExplaining) this.#sendAgain(({ isLost }) => isLost);
    this.#hasLost = this.#pending().some(({ isLost }) => isLost);
  }

  /** A reply is missing, and has to be found out whose. */
  #isIncomplete(lane: Lane): boolean {
    return lane.capacity > 1 && this.#lanes.isPassed(lane);
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
    if (!this.#nc.isClosed()) this.#lanes.reset();
    for (const entry of this.#pending()) this.#settle(entry, error);
  }

  #closed(cause?: Error): SymphonyError {
    return new SymphonyError('CONNECTION_CLOSED', { what: this.#options.what }, cause && { cause });
  }
}

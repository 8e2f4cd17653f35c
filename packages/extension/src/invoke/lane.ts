import type { Dispatcher, Startable } from './dispatcher.js';
import { Pace } from './pace.js';

/** One piece of work that may have to wait. */
export interface Waiting {
  /** When its caller stops waiting, on the clock of the dispatcher; `Infinity` if it waits without a limit. */
  readonly deadlineAt: number;
  /** Bytes it holds while it waits. */
  readonly bytes: number;
  /** Whether it was given up while it waited. */
  readonly isOver: boolean;
}

export interface LaneOptions<T extends Waiting> {
  readonly dispatcher: Dispatcher;
  /** Pieces under way at once. */
  readonly concurrency: number;
  /** Pieces that may wait. */
  readonly maxQueued: number;
  /** Begins a piece. Returns true if it does not end at once; then `leave` is called once, when the piece no longer counts. */
  readonly start: (work: T, leave: () => void) => boolean;
  /** Called for a piece whose deadline would pass before it is done. */
  readonly drop: (work: T) => void;
}

/** Default of the pieces of one lane that are under way at once. */
export const CONCURRENCY = 1_000;
/** Default of the pieces that wait in one lane. */
export const MAX_QUEUED = 10_000;
/** Bytes that may wait in one lane. */
const MAX_QUEUED_BYTES = 16 * 1024 * 1024;
/** The share of its time that a request may spend waiting; a longer queue would only produce answers that come too late. */
const WAITING_SHARE = 0.6;
/** The share of the newest duration in the average. */
const WEIGHT = 0.05;
/** The reported wait if no measurement exists. */
const UNKNOWN_WAIT_MS = 1_000;

/**
 * The work of one endpoint, command or subscription. A piece begins if a place is free; otherwise it waits in order. The queue
 * has limits for number, bytes and expected time. A piece beyond a limit is refused at once.
 */
export class Lane<T extends Waiting> implements Startable {
  readonly #options: LaneOptions<T>;
  /** The queue ends at `#queue.length`. The pieces before `#head` have left. */
  #queue: T[] = [];
  #head = 0;
  #bytes = 0;
  #underWay = 0;
  /** How fast pieces leave the queue. */
  readonly #pace = new Pace();
  /** Milliseconds that a piece takes on average if it does not end at once; 0 until one has left. */
  #takesMs = 0;
  /** Pieces in this average. */
  #taken = 0;
  #lastLeftAt = 0;
  /** Whether no piece has left since the queue was empty. */
  #isFirst = true;

  constructor(options: LaneOptions<T>) {
    this.#options = options;
  }

  /** Pieces that wait. */
  get queued(): number {
    return this.#queue.length - this.#head;
  }

  /** Whether one more piece may be under way. */
  get hasPlace(): boolean {
    return this.#underWay < this.#options.concurrency;
  }

  /** Whether a piece that comes now may begin at once. */
  isOpen(): boolean {
    return this.queued === 0 && this.hasPlace && this.#options.dispatcher.hasTime();
  }

  /** Begins a piece, whose turn it is. */
  begin(work: T): void {
    const { start, dispatcher } = this.#options;
    const begunAt = dispatcher.now();
    if (start(work, () => this.#leave(begunAt))) this.#underWay += 1;
  }

  /** Adds a piece to the queue. If there is no room, returns the milliseconds until there may be. */
  wait(work: T): number | undefined {
    const { dispatcher, maxQueued } = this.#options;
    const { queued } = this;
    const now = dispatcher.now();
    const expectedMs = (queued + 1) * this.#paceMs;
    const isTooLate = queued > 0 && expectedMs > (work.deadlineAt - now) * WAITING_SHARE;
    if (queued >= maxQueued || isTooLate || this.#bytes + work.bytes > MAX_QUEUED_BYTES) {
      return Math.ceil(expectedMs) || UNKNOWN_WAIT_MS;
    }
    if (queued === 0) {
      this.#lastLeftAt = now;
      this.#isFirst = true;
    }
    this.#queue.push(work);
    this.#bytes += work.bytes;
    if (this.hasPlace) dispatcher.schedule(this);
    return undefined;
  }

  /**
   * Milliseconds until the next piece leaves the queue. If all places are taken, this depends on how long pieces take. They may
   * leave all at once, so the interval before the first is long, and the others follow without one.
   */
  get #paceMs(): number {
    const isFull = !this.hasPlace && this.#takesMs > 0;
    return isFull ? this.#takesMs / this.#options.concurrency : this.#pace.intervalMs;
  }

  startNext(): boolean {
    if (!this.hasPlace) return false;
    const work = this.#next();
    if (work) this.begin(work);
    return this.queued > 0;
  }

  /** The next piece that can still be done in time. */
  #next(): T | undefined {
    const now = this.#options.dispatcher.now();
    for (;;) {
      const work = this.#queue[this.#head];
      if (!work) return undefined;
      this.#shift();
      if (work.isOver) continue;
      if (work.deadlineAt - now < this.#leastMs) {
        this.#options.drop(work);
        continue;
      }
      this.#noteInterval(now);
      return work;
    }
  }

  #noteInterval(now: number): void {
    const intervalMs = now - this.#lastLeftAt;
    if (this.#isFirst) this.#pace.noteAlone(intervalMs);
    else this.#pace.note(intervalMs);
    this.#lastLeftAt = now;
    this.#isFirst = false;
  }

  /**
   * Milliseconds that a piece needs at least; 0 if the duration or the pace is unknown. Pieces that end at once have no duration,
   * and the pace alone drops none of them. Otherwise a slow pace would drop every piece, so that it could never become faster.
   */
  get #leastMs(): number {
    return Math.min(this.#takesMs, this.#pace.intervalMs);
  }

  #shift(): void {
    this.#bytes -= this.#queue[this.#head]?.bytes ?? 0;
    this.#head += 1;
    if (this.#head === this.#queue.length || this.#head >= 1_024) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  #leave(begunAt: number): void {
    const { dispatcher } = this.#options;
    this.#underWay -= 1;
    this.#noteDuration(dispatcher.now() - begunAt);
    if (this.queued > 0 && dispatcher.hasTime()) this.startNext();
    if (this.queued > 0) dispatcher.schedule(this);
  }

  /** The first pieces count the same, so a slow first one (a connection that opens, a cold cache) soon has little weight. */
  #noteDuration(durationMs: number): void {
    this.#taken += 1;
    this.#takesMs += Math.max(WEIGHT, 1 / this.#taken) * (durationMs - this.#takesMs);
  }
}

import { Slots } from '@symphony-ts/storage/internal';

/** One request whose handler has not finished. */
export interface Pending {
  /** When its caller is answered 504, on the monotonic clock of `performance.now`; `Infinity` for never. */
  readonly deadlineAt: number;
  /** How logs name its handler. */
  readonly member: string;
  /** The id with which its caller can give it up. */
  readonly requestId?: string | undefined;
  /** Where a pending request is kept, and since when. `PendingRequests` sets it. */
  kept?: Kept | undefined;
  expire(): void;
  /** Its caller has given up. */
  abandon?(): void;
}

interface Kept {
  readonly place: number;
  /** On the clock of `deadlineAt`. */
  readonly since: number;
}

const SWEEP_MS = 50;

/**
 * The requests under way in one extension. One timer sweeps all deadlines, so that a request costs a place and no timer
 * of its own; a deadline is kept to within 50 ms. The timer ends with the first sweep that finds nothing pending.
 */
export class PendingRequests {
  readonly #pending = new Slots<Pending>();
  readonly #idle: (() => void)[] = [];
  /** The ids of requests that are given up, for the end of this turn. */
  readonly #abandoned = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  get size(): number {
    return this.#pending.size;
  }

  add(pending: Pending): void {
    if (pending.kept) return;
    pending.kept = { place: this.#pending.add(pending), since: performance.now() };
    // Reading the deadline starts its time. A request without a deadline needs no sweep.
    if (pending.deadlineAt < Infinity) this.#watch();
  }

  delete(pending: Pending): void {
    // Most requests are answered at once and were never here.
    if (!pending.kept) return;
    this.#pending.delete(pending.kept.place);
    pending.kept = undefined;
    if (this.#pending.size > 0) return;
    // An idle timer must not keep the process alive. The next request uses it again.
    this.#timer?.unref();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** The running handlers, and for how many milliseconds each has run. The oldest first. */
  list(): readonly { readonly member: string; readonly ms: number }[] {
    const now = performance.now();
    const oldestFirst = this.#pending.list().sort((a, b) => sinceOf(a, now) - sinceOf(b, now));
    return oldestFirst.map((pending) => ({ member: pending.member, ms: Math.round(now - sinceOf(pending, now)) }));
  }

  /** Resolves once nothing is under way. */
  idle(): Promise<void> {
    return this.#pending.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Answers everything that is still under way, as its deadline would. */
  expireAll(): void {
    for (const pending of this.#pending.list()) pending.expire();
  }

  /**
   * Ends the request with this id, if there is one, because its caller waits no longer. Ids that arrive in one turn of the loop
   * are looked up together, because one caller that gives up may have made a thousand calls.
   */
  abandon(requestId: string): void {
    if (this.#abandoned.size === 0) setImmediate(() => this.#leave());
    this.#abandoned.add(requestId);
  }

  #leave(): void {
    for (const pending of this.#pending.list()) {
      const { requestId } = pending;
      if (requestId !== undefined && this.#abandoned.has(requestId)) pending.abandon?.();
    }
    this.#abandoned.clear();
  }

  #watch(): void {
    this.#timer ??= setInterval(() => this.#sweep(), SWEEP_MS);
    this.#timer.ref();
  }

  #sweep(): void {
    if (this.#pending.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    for (const pending of this.#pending.list()) if (pending.deadlineAt <= now) pending.expire();
  }
}

const sinceOf = ({ kept }: Pending, now: number): number => kept?.since ?? now;

/** One request whose handler has not finished. */
export interface Pending {
  /** When its caller is answered 504, on the monotonic clock of `performance.now`; `Infinity` for never. */
  readonly deadlineAt: number;
  /** How logs name its handler. */
  readonly member: string;
  /** By which its caller may say that it has given up. */
  readonly requestId?: string | undefined;
  expire(): void;
  /** Its caller has given up. */
  abandon?(): void;
}

const SWEEP_MS = 50;

/**
 * The requests under way in one extension. One timer sweeps all deadlines, so that a request costs a set entry and no
 * timer of its own; a deadline is kept to within 50 ms. The timer runs only while requests are pending.
 */
export class PendingRequests {
  /** With the time at which each was added. */
  readonly #pending = new Map<Pending, number>();
  readonly #idle: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  get size(): number {
    return this.#pending.size;
  }

  add(pending: Pending): void {
    this.#pending.set(pending, performance.now());
    // Asked for here, so that the time runs from now on; what never ends needs no sweep.
    if (pending.deadlineAt < Infinity) this.#timer ??= setInterval(() => this.#sweep(), SWEEP_MS);
  }

  delete(pending: Pending): void {
    // Most requests are answered at once and were never here.
    if (!this.#pending.delete(pending) || this.#pending.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** What is under way: the handler, and for how many milliseconds. The oldest first. */
  list(): readonly { readonly member: string; readonly ms: number }[] {
    const now = performance.now();
    return [...this.#pending].map(([{ member }, since]) => ({ member, ms: Math.round(now - since) }));
  }

  /** Resolves once nothing is under way. */
  idle(): Promise<void> {
    return this.#pending.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Answers everything that is still under way, as its deadline would. */
  expireAll(): void {
    for (const pending of this.#pending.keys()) pending.expire();
  }

  /** Ends the request of that id, where there is one: its caller waits no more. */
  abandon(requestId: string): void {
    for (const pending of this.#pending.keys()) if (pending.requestId === requestId) pending.abandon?.();
  }

  #sweep(): void {
    const now = performance.now();
    for (const pending of this.#pending.keys()) if (pending.deadlineAt <= now) pending.expire();
  }
}

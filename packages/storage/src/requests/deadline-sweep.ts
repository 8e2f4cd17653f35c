/** The precision of deadlines. One sweep checks all waiting calls, so more than 50 sweeps per second would only cost time. */
const GRID_MS = 20;
/** The longest time of a timer in Node: 24.8 days. */
const LONGEST_MS = 2_147_000_000;

/**
 * One timer for the deadlines of all calls. It is set to the earliest deadline, so it costs nothing while calls are answered in
 * time. Deadlines are on the clock of `performance.now`, which nobody sets.
 */
export class DeadlineSweep {
  readonly #sweep: (now: number) => number;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Infinity;

  /** `sweep` ends everything that is over at `now`, and returns the earliest deadline of the rest, or `Infinity`. */
  constructor(sweep: (now: number) => number) {
    this.#sweep = sweep;
  }

  /** Makes sure that a sweep comes soon after `deadline`. */
  watch(deadline: number): void {
    if (deadline >= this.#wakeAt) return;
    this.#set(deadline);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#wakeAt = Infinity;
  }

  #set(deadline: number): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    this.#wakeAt = Math.max(Math.ceil(deadline / GRID_MS) * GRID_MS, now + 1);
    // The connection itself keeps the process alive as long as calls can be answered.
    this.#timer = setTimeout(this.#wake, Math.min(this.#wakeAt - now, LONGEST_MS)).unref();
  }

  /** After a blocked event loop, timers fire before the replies that have arrived. One turn later, those have been read. */
  readonly #wake = (): void => {
    setImmediate(() => {
      this.#wakeAt = Infinity;
      const next = this.#sweep(performance.now());
      if (next < Infinity) this.watch(next);
    });
  };
}

/** Allows a fixed number of calls per second. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #now: () => number;
  #since = 0;
  #used = 0;

  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Counts one call and returns true, or returns false if the second is full. */
  take(): boolean {
    const now = this.#now();
    if (now - this.#since >= 1_000) {
      this.#since = now;
      this.#used = 0;
    }
    if (this.#used >= this.#perSecond) return false;
    this.#used += 1;
    return true;
  }
}

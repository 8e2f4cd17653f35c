/** How long jobs may block everything else, in milliseconds. */
const SLICE_MS = 4;

/**
 * Runs short jobs soon, for a few milliseconds at a time. Between these turns, arriving messages are read. Lanes take turns, so
 * a lane with a thousand jobs delays the only job of another lane by at most one job for each lane.
 */
export class FairTurns {
  readonly #lanes = new Map<string, (() => void)[]>();
  #isPlanned = false;
  #idle: (() => void)[] = [];

  /** Runs `job` when its turn comes. A job must not throw. */
  add(lane: string, job: () => void): void {
    const jobs = this.#lanes.get(lane);
    if (jobs) jobs.push(job);
    else this.#lanes.set(lane, [job]);
    this.#plan();
  }

  /** Resolves when no job waits. */
  async whenIdle(): Promise<void> {
    if (this.#lanes.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#runSlice();
    });
  }

  #runSlice(): void {
    const end = performance.now() + SLICE_MS;
    for (const [lane, jobs] of this.#lanes) {
      const job = jobs.shift();
      // If the lane has more jobs, it goes behind all others, and this loop comes to it again.
      this.#lanes.delete(lane);
      if (jobs.length > 0) this.#lanes.set(lane, jobs);
      job?.();
      if (performance.now() >= end) break;
    }
    if (this.#lanes.size > 0) return this.#plan();
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

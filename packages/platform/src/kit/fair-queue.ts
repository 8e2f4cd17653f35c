import { SymphonyError } from '@symphony-ts/contract';

interface Job {
  readonly run: () => Promise<void>;
}

/** How many jobs of one lane may wait by default. */
const MOST_WAITING = 500;
const RETRY_AFTER_MS = 1_000;

/**
 * Does one job at a time. Lanes take turns, so that a lane with a thousand jobs delays the only job of another by no more than one
 * job for each lane.
 */
export class FairQueue {
  readonly #lanes = new Map<string, Job[]>();
  readonly #mostWaiting: number;
  #isRunning = false;

  constructor(mostWaiting = MOST_WAITING) {
    this.#mostWaiting = mostWaiting;
  }

  /** Resolves with the result of `work`. Throws `TOO_MANY_REQUESTS` if too many jobs of `lane` are waiting. */
  async do<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const jobs = this.#lanes.get(lane) ?? [];
    if (jobs.length >= this.#mostWaiting)
      throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: RETRY_AFTER_MS });
    this.#lanes.set(lane, jobs);
    return await new Promise<T>((resolve, reject) => {
      jobs.push({ run: () => work().then(resolve, reject) });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (;;) {
      const [next] = this.#lanes;
      if (!next) break;
      const [lane, jobs] = next;
      const job = jobs.shift();
      // If the lane has more jobs, it goes behind all others.
      this.#lanes.delete(lane);
      if (jobs.length > 0) this.#lanes.set(lane, jobs);
      await job?.run();
    }
    this.#isRunning = false;
  }
}

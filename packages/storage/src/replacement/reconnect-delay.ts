import type { ConnectionOptions } from '@nats-io/nats-core';

const FIRST_MS = 100;
const LONGEST_MS = 5_000;
/** The share of a wait that is random, so that clients of one server do not all come back at once. */
const JITTER = 0.3;

type Options = Required<Pick<ConnectionOptions, 'reconnectDelayHandler' | 'reconnectToServer'>>;

/**
 * The wait between attempts to reconnect: none before each server was tried once, then it doubles with each failure, with
 * jitter, up to five seconds.
 *
 * nats.js reckons its own wait from the wall clock, so a clock that is set back by an hour keeps it from trying for that
 * hour. Its wait is switched off here; the one it adds for a chosen server runs on a timer, which no clock moves.
 */
export class ReconnectDelay {
  #attempts = 0;

  readonly options: Options = {
    reconnectDelayHandler: () => Number.NEGATIVE_INFINITY,
    reconnectToServer: (pool) => {
      const [next] = pool;
      return next ? { server: next, delay: this.next(pool.length) } : null;
    },
  };

  /** Milliseconds until the next attempt, which it counts. */
  next(serverCount: number): number {
    const failed = this.#attempts;
    this.#attempts += 1;
    if (failed < serverCount) return 0;
    const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - serverCount));
    return Math.round(fullMs * (1 - JITTER * Math.random()));
  }

  /** Begins anew: connected, or with new credentials. */
  reset(): void {
    this.#attempts = 0;
  }
}

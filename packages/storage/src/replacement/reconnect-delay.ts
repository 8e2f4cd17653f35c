import type { ConnectionOptions } from '@nats-io/nats-core';

const FIRST_MS = 100;
const LONGEST_MS = 5_000;
/** The random part of a wait, so that the clients of one server do not all come back at once. */
const JITTER = 0.3;

type Options = Required<Pick<ConnectionOptions, 'reconnectDelayHandler' | 'reconnectToServer'>>;

/**
 * The wait between attempts to reconnect. There is none before each server was tried once. Then it doubles with each failure,
 * with a random part, up to five seconds.
 *
 * nats.js computes its own wait from the wall clock. A clock that is set back by an hour would keep it from trying for that
 * hour. So its wait is switched off here. The wait that this class adds for a chosen server runs on a timer, which does not
 * depend on the clock.
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

  /** Starts again, after a connect or with new credentials. */
  reset(): void {
    this.#attempts = 0;
  }
}

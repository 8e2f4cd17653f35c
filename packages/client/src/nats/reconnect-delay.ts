import type { ConnectionOptions } from '@nats-io/nats-core';
import { backoffMs } from '../timing/backoff.js';

const RECONNECT = { baseMs: 100, maxMs: 5_000 };

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
    return failed < serverCount ? 0 : backoffMs(failed - serverCount, RECONNECT);
  }

  /** Begins anew: connected, or with new credentials. */
  reset(): void {
    this.#attempts = 0;
  }
}

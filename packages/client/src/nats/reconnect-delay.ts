import { backoffMs } from '../timing/backoff.js';

const RECONNECT = { baseMs: 100, maxMs: 5_000 };

/**
 * The wait between attempts to reconnect: it doubles with each failure, with jitter, up to five seconds.
 *
 * nats.js asks for the delay several times between two attempts and compares it with the time that has passed, so the
 * answer only changes when an attempt is counted.
 */
export class ReconnectDelay {
  #attempts = 0;
  #delayMs = RECONNECT.baseMs;

  readonly next = (): number => this.#delayMs;

  /** Counts an attempt. */
  count(): void {
    this.#delayMs = backoffMs(this.#attempts, RECONNECT);
    this.#attempts += 1;
  }

  /** Begins anew: connected, or with new credentials. */
  reset(): void {
    this.#attempts = 0;
    this.#delayMs = RECONNECT.baseMs;
  }
}

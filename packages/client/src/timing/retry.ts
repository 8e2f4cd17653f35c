import { SymphonyError } from '@symphony-ts/contract';
import { pause } from './pause.js';

/** Waiting times that double from `baseMs` to `maxMs`, each varied by up to `jitter` of itself. */
export interface BackoffOptions {
  readonly baseMs: number;
  readonly maxMs: number;
  /** Share of the time that is random, 0 to 1. Default 0.3. */
  readonly jitter?: number;
}

/** Milliseconds to wait after `attempt` failures (0: none yet); `random` gives numbers from 0 to 1. */
export function backoffMs(attempt: number, options: BackoffOptions, random: () => number = Math.random): number {
  const { baseMs, maxMs, jitter = 0.3 } = options;
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.round(full * (1 - jitter * random()));
}

export interface RetryOptions {
  /** How long to wait between two attempts. */
  readonly backoff: BackoffOptions;
  /** Ends a wait. The attempt itself has to follow it on its own. */
  readonly signal?: AbortSignal | undefined;
  /** The name of the wait, such as `waiting for NATS`. It is in the error if `signal` ends the wait. */
  readonly what: string;
  /** Whether another attempt follows this failure; `attempt` counts from 0. */
  readonly again: (error: unknown, attempt: number) => boolean;
}

/**
 * Attempts `work` until it succeeds, with growing waits.
 *
 * @throws what the last attempt threw; `ABORTED` when `signal` ends a wait
 */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { backoff, signal, what, again } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!again(error, attempt)) throw error;
      await pause(backoffMs(attempt, backoff), signal).catch((error: unknown) => {
        throw new SymphonyError('ABORTED', { what }, { cause: error });
      });
    }
  }
}

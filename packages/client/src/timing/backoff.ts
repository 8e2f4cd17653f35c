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

import { setTimeout as delay } from 'node:timers/promises';
import { type Logger } from '@symphony-ts/contract';

const PAUSE_MS = 200;

/** How long to wait, for what, and which failures may be temporary. */
export interface Patience {
  /** The name in the log of what is awaited. */
  readonly what: string;
  readonly patienceMs: number;
  readonly isPassing: (error: unknown) => boolean;
  readonly logger: Logger;
}

/**
 * Runs `operation`, and repeats it while it fails with errors that may be temporary. Logs once what it waits for. Throws the
 * last error when the time is up, and any other error at once.
 */
export async function withPatience<T>(operation: () => Promise<T>, given: Patience): Promise<T> {
  const { what, patienceMs, isPassing, logger } = given;
  const deadline = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!isPassing(error) || performance.now() + PAUSE_MS > deadline) throw error;
      if (attempt === 0) logger.info(`waiting for ${what}`, { err: error, patienceMs });
      await delay(PAUSE_MS);
    }
  }
}

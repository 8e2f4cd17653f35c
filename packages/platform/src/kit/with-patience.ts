import { setTimeout as delay } from 'node:timers/promises';
import { type Logger } from '@symphony-ts/contract';

const PAUSE_MS = 200;

/** How long to wait, for what, and which failures may pass. */
export interface Patience {
  /** What is waited for, as the log names it. */
  readonly what: string;
  readonly patienceMs: number;
  readonly isPassing: (error: unknown) => boolean;
  readonly logger: Logger;
}

/**
 * Does `operation`, and does it again for as long as it fails in a way that may pass. Says once what is waited for. Throws the
 * last error when patience ends, and any other at once.
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

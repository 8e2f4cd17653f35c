import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Repeats the work while servers elect a leader. @throws the error of the last attempt after a minute */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + PATIENCE_MS; ; await delay(100)) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
  }
}

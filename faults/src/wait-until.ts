import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition. @throws Error that names the condition after `withinMs` */
export async function waitUntil(what: string, condition: () => boolean, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not so within ${withinMs} ms: ${what}`);
    await delay(20);
  }
}

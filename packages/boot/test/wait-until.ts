import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition; fails the test with its name when it does not come true. */
export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`not within 30 s: ${what}`);
    await sleep(20);
  }
}

/** Whether a process of this id exists; one that ended but was not waited for counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

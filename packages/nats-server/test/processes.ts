import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Whether a process of this id exists; one that ended but was not waited for counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The command lines that mention a folder. */
export async function processesOf(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-Ao', 'stat=,args=']);
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.startsWith('Z'));
}

/** Waits for a condition; fails the test with its name when it does not come true. */
export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`not within 10 s: ${what}`);
    await sleep(20);
  }
}

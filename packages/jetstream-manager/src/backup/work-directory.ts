import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupFiles } from './backup-files.js';

/** The start of the names of this machine's folders of one kind. */
const startOf = (kind: string): string => `${kind}-${hostname().replaceAll(/[^\w.]/g, '_')}-`;

/**
 * Makes a folder for work that removes it when it is done. Its name has the machine and the process, so that folders of processes
 * that were killed are removed here. One stays where a restore was cut off in it: the stream that was replaced is in it.
 */
export async function makeWorkDirectory(kind: string, place: string = tmpdir()): Promise<string> {
  const start = startOf(kind);
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(start))) {
    const directory = join(place, name);
    if (isRunning(Number.parseInt(name.slice(start.length), 10)) || (await isNeeded(directory))) continue;
    // Somebody else's, or removed by another process by now.
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
  return mkdtemp(join(place, `${start}${process.pid}-`));
}

/** Whether a restore has noted in it where the stream is that it has deleted. */
async function isNeeded(directory: string): Promise<boolean> {
  const text = await readFile(backupFiles(directory).restoring, 'utf8').catch(() => '');
  return text.includes('"aside":');
}

/** Whether there is such a process, whoever's it is. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

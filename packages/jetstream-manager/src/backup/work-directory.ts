import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupFiles } from './backup-files.js';

/** The first part of a folder name: the kind of work and the name of this machine. */
const startOf = (kind: string): string => `${kind}-${hostname().replaceAll(/[^\w.]/g, '_')}-`;

/**
 * Creates a temporary folder for work. The caller removes it at the end. Its name contains the machine and the process,
 * so this function can also remove the folders of killed processes. It keeps a folder in which a restore was cut off,
 * because that folder holds the replaced stream.
 */
export async function makeWorkDirectory(kind: string, place: string = tmpdir()): Promise<string> {
  const start = startOf(kind);
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(start))) {
    const directory = join(place, name);
    if (isRunning(Number.parseInt(name.slice(start.length), 10)) || (await isNeeded(directory))) continue;
    // The folder belongs to another user, or another process has just removed it.
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
  return mkdtemp(join(place, `${start}${process.pid}-`));
}

/** Whether a restore noted in this folder where it keeps the stream that it deleted. */
async function isNeeded(directory: string): Promise<boolean> {
  const text = await readFile(backupFiles(directory).restoring, 'utf8').catch(() => '');
  return text.includes('"aside":');
}

/** Whether a process with this id exists, for any user. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

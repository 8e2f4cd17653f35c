import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a directory and its parents. An existing directory stays as it is. Node's recursive `mkdir` never returns below a
 * directory that exists and refuses entries, such as `/proc` or the folder of an automounter. It also cannot be interrupted.
 * The JetStream manager depends on none of these packages, so it has its own copy.
 */
export async function makeDirectory(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (await isDirectory(path)) return;
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    if (!(await isDirectory(parent))) await makeDirectory(parent, mode);
    await makeLast(path, mode);
  }
}

/** Creates one directory. Its parent exists now, because this process or another one has created it. */
async function makeLast(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (!(await isDirectory(path))) throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

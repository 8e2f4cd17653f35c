import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '@symphony-ts/contract';

const PRIVATE = { mode: 0o700 };

/**
 * Creates a folder that only its owner can use, and its parents. An existing folder stays as it is. Node's recursive `mkdir` never
 * returns below a folder that exists and refuses entries, such as `/proc` or the folder of an automounter, and it cannot be
 * interrupted. The packages that start servers have their own copy, because the client depends on none of them.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, PRIVATE);
  } catch (error) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    if (errorCode(error) !== 'ENOENT' || parent === path) throw error;
    if (!(await isFolder(parent))) await makePrivateFolder(parent);
    await makeLast(path);
  }
}

/** Creates one folder. Its parent exists now, because this process or another one has created it. */
async function makeLast(path: string): Promise<void> {
  try {
    await mkdir(path, PRIVATE);
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

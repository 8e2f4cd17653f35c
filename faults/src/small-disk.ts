import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A separate file system in memory. */
export interface SmallDisk extends AsyncDisposable {
  grow(megabytes: number): Promise<void>;
}

/** Mounts a small disk at a folder; `undefined` if this process may not mount. */
export async function mountSmallDisk(folder: string, megabytes: number): Promise<SmallDisk | undefined> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch {
    return undefined;
  }
  return {
    grow: async (size) => {
      await run('mount', ['-o', `remount,size=${size}m`, folder]);
    },
    [Symbol.asyncDispose]: async () => {
      await run('umount', ['--lazy', folder]);
    },
  };
}

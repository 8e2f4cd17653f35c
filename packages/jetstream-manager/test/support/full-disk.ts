import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountSmallDisk, type SmallDisk } from '../../../../faults/src/small-disk.js';

/** A small disk of its own for the files of a server. */
export interface DiskToFill extends AsyncDisposable {
  /** The folder for the server. */
  readonly storeDir: string;
  /** Fills the disk except for so many bytes. */
  fill(free: number): Promise<void>;
  /** Frees what was filled. */
  free(): Promise<void>;
}

/** `undefined` if this process may not mount a disk. */
export async function makeDiskToFill(megabytes: number): Promise<DiskToFill | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'small-disk-'));
  const disk: SmallDisk | undefined = await mountSmallDisk(folder, megabytes);
  if (disk === undefined) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const filler = join(folder, 'filler');
  return {
    storeDir: join(folder, 'store'),
    fill: async (free) => {
      const { bavail, bsize } = await statfs(folder);
      // The server may take the space in the meantime. Then the disk is full at once.
      await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - free))).catch(() => undefined);
    },
    free: () => rm(filler, { force: true }),
    [Symbol.asyncDispose]: async () => {
      await disk[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

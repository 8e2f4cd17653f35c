import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file so that its name never stands for half of it: beside it first, on disk, then renamed. The renaming is on
 * disk after {@link syncDirectory}. A write that fails leaves nothing behind.
 *
 * @param mode who may read it; default the owner alone
 */
export async function writeFileWhole(path: string, text: string, mode = 0o600): Promise<void> {
  const temporary = `${path}.partial`;
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes renames in `directory` survive a power failure, where the file system can. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } catch {
    // Some file systems refuse to sync a directory; the rename itself has happened.
  } finally {
    await handle.close();
  }
}

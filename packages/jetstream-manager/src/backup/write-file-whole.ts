import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file so that its name never stands for a partial file. The text goes to a temporary file first, is synced to
 * disk, and is then renamed. {@link syncDirectory} also syncs the rename. A failed write leaves nothing behind.
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

/** Makes the renames in `directory` survive a power failure, if the file system supports that. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } catch {
    // Some file systems refuse to sync a directory. The rename itself is done.
  } finally {
    await handle.close();
  }
}

import { open, rename } from 'node:fs/promises';

/**
 * Writes a file so that its name never stands for half of it: beside it first, on disk, then renamed. The renaming is on
 * disk after {@link syncDirectory}.
 */
export async function writeFileWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.partial`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
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

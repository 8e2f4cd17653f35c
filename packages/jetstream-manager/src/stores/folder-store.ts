import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { makeDirectory } from '../backup/make-directory.js';
import { syncDirectory } from '../backup/write-file-whole.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { BackupStore } from './backup-store.js';

/** A store in a folder, for example on a mounted disk. */
export function folderStore(directory: string): BackupStore {
  const pathOf = (name: string): string => join(directory, ...name.split('/'));
  return {
    put: async (name, content) => {
      const path = pathOf(name);
      const part = `${path}.partial`;
      try {
        await makeDirectory(dirname(path));
        const file = await open(part, 'w', 0o600);
        try {
          for await (const bytes of content) await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(part, path);
        await syncDirectory(dirname(path));
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw toManagerError(error, `storing ${name}`);
      }
    },
    get: (name) => readFile(pathOf(name), name),
    list: async (prefix) => {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw toManagerError(error, `listing ${directory}`);
      });
      return entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.partial'))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(directory.length + 1)
            .split(sep)
            .join('/'),
        )
        .filter((name) => name.startsWith(prefix))
        .sort();
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

async function* readFile(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    // Without an encoding the stream yields bytes.
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw toManagerError(error, `reading ${name}`);
    throw new JetStreamManagerError('BACKUP_INCOMPLETE', `there is no backup ${name}`, { cause: error });
  }
}

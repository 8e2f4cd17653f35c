import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { consumersName, dataName, manifestName, metadataName } from '../backup/backup-files.js';
import { makeDirectory } from '../backup/make-directory.js';
import { syncDirectory } from '../backup/write-file-whole.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { openRestoreSource } from '../restore/restore-source.js';
import { type VerifiedBackup, verifyBackup } from '../restore/verify-backup.js';
import { readTar, writeTar } from './tar.js';

/**
 * The files of a backup in the order of the archive. The manifest is last, so that a partial archive is never taken for
 * a backup.
 */
const names = [metadataName, consumersName, dataName, manifestName] as const;

/**
 * Reads the backup in `directory` as a tar archive of its files, for any writable stream:
 * `pipeline(packBackup(directory), writable)`.
 *
 * @throws `BACKUP_INCOMPLETE` or `BACKUP_CORRUPT` when the backup is not complete
 */
export async function* packBackup(directory: string): AsyncGenerator<Uint8Array> {
  await openRestoreSource(directory);
  const found: { readonly name: string; readonly bytes: number; readonly content: AsyncIterable<Uint8Array> }[] = [];
  for (const name of names) {
    const path = join(directory, name);
    const size = await stat(path).then(
      ({ size: bytes }) => bytes,
      () => undefined,
    );
    if (size !== undefined) found.push({ name, bytes: size, content: lazily(path) });
  }
  yield* writeTar(found);
}

/**
 * Writes a backup that {@link packBackup} made into `directory`, from any readable stream, and verifies it.
 *
 * @throws `BACKUP_CORRUPT` when the backup was changed
 * @throws `BACKUP_EXISTS` when the directory contains something
 */
export async function unpackBackup(source: AsyncIterable<Uint8Array>, directory: string): Promise<VerifiedBackup> {
  try {
    await makeDirectory(directory);
    for await (const { name, content } of readTar(source)) {
      if (!names.some((known) => known === name)) throw unknownFile(name);
      const file = await openNew(join(directory, name), directory);
      try {
        for await (const part of content) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
    }
    await syncDirectory(directory);
  } catch (error) {
    throw toManagerError(error, `unpacking into ${directory}`);
  }
  return verifyBackup(directory);
}

/** Opens the file only when its turn comes. */
async function* lazily(path: string): AsyncGenerator<Uint8Array> {
  // Without an encoding the stream yields bytes.
  yield* createReadStream(path) as AsyncIterable<Uint8Array>;
}

async function openNew(path: string, directory: string) {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new JetStreamManagerError('BACKUP_EXISTS', `${directory} already holds a backup`, {
      cause: error,
      details: { directory },
    });
  }
}

const unknownFile = (name: string): JetStreamManagerError =>
  new JetStreamManagerError(
    'BACKUP_CORRUPT',
    `the archive holds ${JSON.stringify(name)}, which is not part of a backup`,
  );

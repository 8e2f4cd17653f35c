import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dataName, metadataName } from '../backup/backup-files.js';
import type { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { FollowerBook } from './follower-book.js';
import { type RestoreOptions, type RestoreResult, restoreOptionNames } from './restore-options.js';
import { restoreAmong } from './restore-stream.js';

/** Options of {@link restoreAccount}: the options of each stream's restore. */
export interface AccountRestoreOptions extends Omit<RestoreOptions, 'as' | 'asideDirectory'> {
  /** Skips streams that exist already, instead of failing for them. Use it to continue after an interruption. */
  readonly skipExisting?: boolean;
  /** Called before each stream, with its index and the number of streams. */
  readonly onStream?: (stream: string, index: number, count: number) => void;
}

const { as: _, asideDirectory: __, ...streamRestoreNames } = restoreOptionNames;

const accountRestoreNames = {
  ...streamRestoreNames,
  skipExisting: true,
  onStream: true,
} as const satisfies OptionNames<AccountRestoreOptions>;

/** The result of an account restore, stream by stream. */
export interface AccountRestoreResult {
  /** Streams that were restored. */
  readonly done: readonly RestoreResult[];
  /** Streams that existed already and were skipped. */
  readonly skipped: readonly string[];
  /** Streams that could not be restored, each with its error. */
  readonly failed: ReadonlyMap<string, JetStreamManagerError>;
  /** Folders without a file of a backup, such as `lost+found`. */
  readonly ignored: readonly string[];
}

/**
 * Restores every stream in `directory`, an account backup of this package or of `nats account backup`. If one stream fails, the
 * others are still restored.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `FILE_ERROR` when the directory cannot be read
 */
export async function restoreAccount(
  manager: Manager,
  directory: string,
  options: AccountRestoreOptions = {},
): Promise<AccountRestoreResult> {
  assertKnownOptions('restoreAccount', options, accountRestoreNames);
  const { skipExisting = false, onStream, ...restoreOptions } = options;
  const { names, ignored } = await readStreamFolders(directory);
  const book = new FollowerBook(manager);
  const done: RestoreResult[] = [];
  const skipped: string[] = [];
  const failed = new Map<string, JetStreamManagerError>();
  for (const [index, name] of names.entries()) {
    onStream?.(name, index, names.length);
    try {
      done.push(await restoreAmong(manager, join(directory, name), restoreOptions, book));
    } catch (error) {
      const failure = toManagerError(error, `restore of ${name}`);
      if (failure.code === 'ABORTED' || failure.code === 'DISCONNECTED') throw failure;
      if (failure.code === 'STREAM_EXISTS' && skipExisting) skipped.push(name);
      else failed.set(name, failure);
    }
  }
  return { done, skipped, failed, ignored };
}

async function readStreamFolders(directory: string): Promise<{ names: readonly string[]; ignored: readonly string[] }> {
  const names: string[] = [];
  const ignored: string[] = [];
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    for (const name of folders.sort()) ((await holdsBackup(join(directory, name))) ? names : ignored).push(name);
    return { names, ignored };
  } catch (error) {
    throw toManagerError(error, 'restore of the account');
  }
}

/** Whether a folder holds a backup. An interrupted backup counts: it must be reported and not skipped. */
async function holdsBackup(folder: string): Promise<boolean> {
  const files = await readdir(folder).catch(() => []);
  return files.some((file) => file === metadataName || file.startsWith(dataName));
}

import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJetStreamManagerError, JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import { backupFiles, dataName } from './backup-files.js';
import { type BackupOptions, type BackupResult, backupStream } from './backup-stream.js';
import { makeDirectory } from './make-directory.js';
import { readStreamManifest } from './stream-manifest.js';

/** Options of {@link backupAccount}: those of each stream's backup, and which streams. */
export interface AccountBackupOptions extends Omit<BackupOptions, 'overwrite'> {
  /** Only streams that store messages on this subject, wildcards allowed. Default: all. */
  readonly subject?: string;
  /** Called before each stream with its place among all. */
  readonly onStream?: (stream: string, index: number, count: number) => void;
}

/** What became of each stream of an account. */
export interface AccountBackupResult {
  /** Streams that were backed up. */
  readonly done: readonly BackupResult[];
  /** Streams whose backup a run that was interrupted had already finished. */
  readonly kept: readonly string[];
  /** Streams in memory, where the server cannot take a snapshot of them: nats-server before 2.15. */
  readonly skipped: readonly string[];
  /** Streams that could not be backed up: those that failed, and those the cluster reports as missing or offline. */
  readonly failed: ReadonlyMap<string, JetStreamManagerError>;
}

/** There while an account backup is under way. It must go at the end: the `nats` CLI wants nothing but streams there. */
const marker = '.in-progress';

/**
 * Backs up all streams of the account, each into a folder with its name in `directory`. This is the layout of
 * `nats account backup`. If one stream fails, the others are still backed up. After an interruption, call it again with the
 * same directory: it keeps the finished streams and continues with the rest.
 *
 * @throws `BACKUP_EXISTS` when the directory contains a finished account backup, or something else
 */
export async function backupAccount(
  manager: Manager,
  directory: string,
  options: AccountBackupOptions = {},
): Promise<AccountBackupResult> {
  const { subject, onStream, ...streamOptions } = options;
  await markInProgress(directory);
  const filter = subject === undefined ? {} : { subject };
  const list = await manager.streams.list(filter);
  const failed = new Map<string, JetStreamManagerError>();
  for (const name of list.missing) failed.set(name, unreachable(name, 'no server answered for it'));
  for (const [name, reason] of Object.entries(list.offline))
    failed.set(name, unreachable(name, `it is offline: ${reason}`));
  const names = [...list.streams.map((stream) => stream.name), ...list.unreadable.keys()].sort();
  const done: BackupResult[] = [];
  const kept: string[] = [];
  const skipped: string[] = [];
  for (const [index, name] of names.entries()) {
    onStream?.(name, index, names.length);
    const target = join(directory, name);
    try {
      if (await isFinished(target, name)) kept.push(name);
      else done.push(await backupStream(manager, name, target, { ...streamOptions, overwrite: true }));
    } catch (error) {
      const failure = toManagerError(error, `backup of ${name}`);
      if (isEndOfAll(failure)) throw failure;
      if (failure.code === 'MEMORY_STREAM') skipped.push(name);
      else failed.set(name, failure);
    }
  }
  // What failed is left for the next run, and the marker with it.
  if (failed.size === 0) await rm(join(directory, marker), { force: true });
  return { done, kept, skipped, failed };
}

async function markInProgress(directory: string): Promise<void> {
  try {
    await makeDirectory(directory);
    await assertResumable(directory);
    await writeFile(join(directory, marker), '');
  } catch (error) {
    throw toManagerError(error, 'backup of the account');
  }
}

async function assertResumable(directory: string): Promise<void> {
  const entries = await readdir(directory);
  if (entries.length === 0 || entries.includes(marker)) return;
  throw new JetStreamManagerError(
    'BACKUP_EXISTS',
    `${directory} is not empty and holds no interrupted account backup`,
    {
      details: { directory },
    },
  );
}

/** Whether a stream's backup is complete. What it says of itself is believed; a restore checks the digest. */
async function isFinished(directory: string, stream: string): Promise<boolean> {
  const files = backupFiles(directory);
  try {
    const manifest = await readStreamManifest(files);
    if (manifest?.stream !== stream) return false;
    return (await stat(files.data)).size === manifest.files[dataName].bytes && (await stat(files.metadata)).isFile();
  } catch (error) {
    if (isJetStreamManagerError(error, 'BACKUP_CORRUPT')) return false;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** What would fail for every other stream too. */
const isEndOfAll = (error: JetStreamManagerError): boolean => error.code === 'ABORTED' || error.code === 'DISCONNECTED';

const unreachable = (name: string, why: string): JetStreamManagerError =>
  new JetStreamManagerError('TRANSFER_INTERRUPTED', `stream ${name} was not backed up: ${why}`);

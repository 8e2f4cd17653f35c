import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJetStreamManagerError, JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { readUnfinishedWork } from '../streams/unfinished-work.js';
import { backupFiles, dataName } from './backup-files.js';
import { type BackupOptions, type BackupResult, backupOptionNames, backupStream } from './backup-stream.js';
import { makeDirectory } from './make-directory.js';
import { readStreamManifest } from './stream-manifest.js';

/** Options of {@link backupAccount}: the options of each stream's backup, and the choice of streams. */
export interface AccountBackupOptions extends Omit<BackupOptions, 'overwrite'> {
  /** Only streams that store messages on this subject, wildcards allowed. Default: all. */
  readonly subject?: string;
  /** Called before each stream, with its index and the number of streams. */
  readonly onStream?: (stream: string, index: number, count: number) => void;
}

const { overwrite: _, ...streamBackupNames } = backupOptionNames;

const accountBackupNames = {
  ...streamBackupNames,
  subject: true,
  onStream: true,
} as const satisfies OptionNames<AccountBackupOptions>;

/** The result of an account backup, stream by stream. */
export interface AccountBackupResult {
  /** Streams that were backed up. */
  readonly done: readonly BackupResult[];
  /** Streams that an interrupted earlier run had already backed up. */
  readonly kept: readonly string[];
  /** Streams in memory. Servers before 2.15 cannot take a snapshot of them. */
  readonly skipped: readonly string[];
  /**
   * Streams that could not be backed up, each with its error. It includes streams that the cluster reports as missing
   * or offline.
   */
  readonly failed: ReadonlyMap<string, JetStreamManagerError>;
}

/**
 * This file exists while an account backup runs. It is removed at the end, because the `nats` CLI expects only streams
 * there.
 */
const marker = '.in-progress';

/**
 * Backs up all streams of the account, each into a folder with its name in `directory`. This is the layout of
 * `nats account backup`. If one stream fails, the others are still backed up. After an interruption, call it again with the
 * same directory: it keeps the finished streams and continues with the rest.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `BACKUP_EXISTS` when the directory contains a finished account backup, or something else
 */
export async function backupAccount(
  manager: Manager,
  directory: string,
  options: AccountBackupOptions = {},
): Promise<AccountBackupResult> {
  assertKnownOptions('backupAccount', options, accountBackupNames);
  const { subject, onStream, ...streamOptions } = options;
  await markInProgress(directory);
  const filter = subject === undefined ? {} : { subject };
  const list = await manager.streams.list(filter);
  const failed = new Map<string, JetStreamManagerError>();
  for (const name of list.missing) failed.set(name, unreachable(name, 'no server answered for it'));
  for (const [name, reason] of Object.entries(list.offline))
    failed.set(name, unreachable(name, `it is offline: ${reason}`));
  // The temporary stream of a drill holds what another backup holds.
  const streams = list.streams.filter(({ lastInfo }) => readUnfinishedWork(lastInfo)?.work !== 'drill');
  const names = [...streams.map((stream) => stream.name), ...list.unreadable.keys()].sort();
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
  // Failed streams are left for the next run, so the marker stays as well.
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
    `${directory} is not empty and does not contain an interrupted account backup`,
    {
      details: { directory },
    },
  );
}

/** Whether the backup of a stream is complete. The manifest is trusted here; a restore checks the digest. */
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

/** An error that every other stream would meet as well. */
const isEndOfAll = (error: JetStreamManagerError): boolean => error.code === 'ABORTED' || error.code === 'DISCONNECTED';

const unreachable = (name: string, why: string): JetStreamManagerError =>
  new JetStreamManagerError('TRANSFER_INTERRUPTED', `stream ${name} was not backed up: ${why}`);

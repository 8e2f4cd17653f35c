import { rm } from 'node:fs/promises';
import { type BackupOptions, type BackupResult, backupOptionNames, backupStream } from '../backup/backup-stream.js';
import { makeWorkDirectory } from '../backup/work-directory.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import type { VerifiedBackup } from '../restore/verify-backup.js';
import type { BackupStore } from './backup-store.js';
import { fetchBlocks, removeUnused, storeBlocks } from './block-backups.js';
import { BlockStore } from './block-store.js';
import { packBackup, unpackBackup } from './pack-backup.js';
import { type BackupKey, isSealed, openChunks, sealChunks, sealedStartBytes } from './sealed-chunks.js';

/** Options of {@link storeBackup}: the options of a stream's backup, and how the store keeps it. */
export interface StoreOptions extends Omit<BackupOptions, 'overwrite'> {
  /** Encrypts the backup with this key. */
  readonly key?: BackupKey;
  /** How many backups of this stream to keep. Older ones are removed when the new one is stored. Default: all. */
  readonly keep?: number;
  /**
   * Stores only the parts of the snapshot that no earlier backup of this stream in the store has. Each backup can still
   * be restored on its own. `keep` removes the parts that no remaining backup needs. Only one process at a time may
   * back up a stream to a store in this way.
   */
  readonly incremental?: boolean;
  /**
   * The folder in which the backup is prepared. It needs space for one backup. Default: the system's temporary folder.
   */
  readonly stagingDirectory?: string;
}

const { overwrite: _, ...streamBackupNames } = backupOptionNames;

export const storeOptionNames = {
  ...streamBackupNames,
  key: true,
  keep: true,
  incremental: true,
  stagingDirectory: true,
} as const satisfies OptionNames<StoreOptions>;

/** A backup in a store. */
export interface StoredBackup extends Omit<BackupResult, 'directory'> {
  /** The name in the store: the stream, and the time of the backup. */
  readonly name: string;
  /** Stored bytes of an incremental backup, before encryption; `undefined` for all others. */
  readonly storedBytes?: number;
  /** Older backups that were removed. */
  readonly removed: readonly string[];
}

/**
 * Backs up a stream into a store, as `<stream>/<time>.tar`. An incremental backup is `<stream>/<time>.blocks`. An
 * encrypted one also ends with `.sealed`. Memory does not grow with the stream. The temporary folder holds one backup.
 * Throws the errors of {@link backupStream}, and `STORE_FAILED`.
 */
export async function storeBackup(
  manager: Manager,
  stream: string,
  store: BackupStore,
  options: StoreOptions = {},
): Promise<StoredBackup> {
  assertKnownOptions('storeBackup', options, storeOptionNames);
  const { key, keep, stagingDirectory, incremental = false, ...backupOptions } = options;
  if (keep !== undefined && (!Number.isSafeInteger(keep) || keep < 1)) {
    throw new JetStreamManagerError('INVALID_OPTIONS', `keep is ${keep}, not 1 or more`);
  }
  return inStaging(stagingDirectory, async (directory) => {
    const { directory: _, ...result } = await backupStream(manager, stream, directory, {
      ...backupOptions,
      overwrite: true,
    });
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const name = `${stream}/${time}.${incremental ? 'blocks' : 'tar'}${key === undefined ? '' : '.sealed'}`;
    const { content, ...stored } = incremental
      ? await storeParts(directory, new BlockStore(store, stream, key))
      : { content: packBackup(directory) };
    await store.put(name, key === undefined ? content : sealChunks(content, key));
    const removed = keep === undefined ? [] : (await listBackups(store, stream)).slice(0, -keep);
    for (const old of removed) await store.remove(old);
    if (removed.some((old) => isOfBlocks(old))) await removeUnusedBlocks(store, stream, key);
    return { ...result, ...stored, name, removed };
  });
}

async function storeParts(directory: string, blocks: BlockStore) {
  const { index, storedBytes } = await storeBlocks(directory, blocks);
  return { content: inOne(index), storedBytes };
}

async function* inOne(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Whether a backup is an index of blocks. */
const isOfBlocks = (name: string): boolean => /\.blocks(?:\.sealed)?$/.test(name);

/** Encrypted and unencrypted backups have different blocks. */
async function removeUnusedBlocks(store: BackupStore, stream: string, key: BackupKey | undefined): Promise<void> {
  const end = key === undefined ? '.blocks' : '.blocks.sealed';
  const names = (await listBackups(store, stream)).filter((name) => name.endsWith(end));
  const indexes = async function* () {
    for (const name of names) yield readText(store, name, key);
  };
  await removeUnused(new BlockStore(store, stream, key), indexes());
}

async function readText(store: BackupStore, name: string, key: BackupKey | undefined): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of decrypted(store.get(name), name, key)) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Lists the names of the backups in a store, of one stream or of all. The oldest backup of each stream comes first. */
export async function listBackups(store: BackupStore, stream?: string): Promise<readonly string[]> {
  const names = await store.list(stream === undefined ? '' : `${stream}/`);
  return names.filter((name) => /^[^/]+\/[^/]+\.(?:tar|blocks)(?:\.sealed)?$/.test(name));
}

/**
 * Fetches a backup from a store into `directory`, decrypts it and verifies it. `restoreStream` can then restore it from
 * there.
 *
 * @throws `BACKUP_INCOMPLETE` when no backup of that name exists
 * @throws `BACKUP_CORRUPT` when the backup was changed, or is of another stream than its name says
 * @throws `INVALID_OPTIONS` when an option does not exist, or the backup is encrypted and no key is given
 */
export async function fetchBackup(
  store: BackupStore,
  name: string,
  directory: string,
  options: { readonly key?: BackupKey } = {},
): Promise<VerifiedBackup> {
  assertKnownOptions('fetchBackup', options, { key: true });
  const { key } = options;
  const stream = name.slice(0, name.indexOf('/'));
  const verified = isOfBlocks(name)
    ? await fetchBlocks(
        await readText(store, name, key),
        new BlockStore(store, stream, name.endsWith('.sealed') ? key : undefined),
        directory,
      )
    : await unpackBackup(decrypted(store.get(name), name, key), directory);
  // A restore with overwrite would replace the other stream.
  if (verified.stream !== stream)
    throw new JetStreamManagerError(
      'BACKUP_CORRUPT',
      `${name} contains a backup of another stream: ${verified.stream}`,
    );
  return verified;
}

/** Runs work in a folder of its own, and removes the folder afterwards. */
async function inStaging<T>(place: string | undefined, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await makeWorkDirectory('jetstream-backup', place);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function* decrypted(
  source: AsyncIterable<Uint8Array>,
  name: string,
  key: BackupKey | undefined,
): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array();
  while (start.length < sealedStartBytes) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    start = Buffer.concat([start, value]);
  }
  const all = (async function* () {
    yield start;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
  if (!isSealed(start)) {
    yield* all;
    return;
  }
  if (key === undefined)
    throw new JetStreamManagerError('INVALID_OPTIONS', `${name} is encrypted, but no key is given`);
  yield* openChunks(all, key);
}

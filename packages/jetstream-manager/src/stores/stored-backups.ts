import { rm } from 'node:fs/promises';
import { type BackupOptions, type BackupResult, backupStream } from '../backup/backup-stream.js';
import { makeWorkDirectory } from '../backup/work-directory.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import type { VerifiedBackup } from '../restore/verify-backup.js';
import type { BackupStore } from './backup-store.js';
import { fetchBlocks, removeUnused, storeBlocks } from './block-backups.js';
import { BlockStore } from './block-store.js';
import { packBackup, unpackBackup } from './pack-backup.js';
import { type BackupKey, isSealed, openChunks, sealChunks, sealedStartBytes } from './sealed-chunks.js';

/** Options of {@link storeBackup}: those of a stream's backup, and how it is kept. */
export interface StoreOptions extends Omit<BackupOptions, 'overwrite'> {
  /** Encrypts the backup. */
  readonly key?: BackupKey;
  /** Backups of this stream that are kept; older ones are removed once the new one is stored. Default: all. */
  readonly keep?: number;
  /**
   * Stores only the parts of the snapshot that no earlier backup of this stream in the store has. Each backup is whole all the
   * same: `keep` removes parts that none of those kept has. One process at a time may back up a stream so into a store.
   */
  readonly incremental?: boolean;
  /** Where the backup is put together before it is stored; it needs room for one. Default: the system's folder for temporary files. */
  readonly stagingDirectory?: string;
}

/** A backup in a store. */
export interface StoredBackup extends Omit<BackupResult, 'directory'> {
  /** Its name in the store: the stream, and when it was taken. */
  readonly name: string;
  /** Bytes that were stored of an incremental backup, before encryption; `undefined` for all others. */
  readonly storedBytes?: number;
  /** Older backups that were removed. */
  readonly removed: readonly string[];
}

/**
 * Backs up a stream into a store, as `<stream>/<time>.tar`, or `<stream>/<time>.blocks` where it is incremental, with `.sealed`
 * behind it where it is encrypted. Memory does not grow with the
 * stream; the disk for temporary files holds one backup. Throws what {@link backupStream} throws, and `STORE_FAILED`.
 */
export async function storeBackup(
  manager: Manager,
  stream: string,
  store: BackupStore,
  options: StoreOptions = {},
): Promise<StoredBackup> {
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

/** Backups of another kind, encrypted or not, have other blocks. */
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

/** Names of the backups in a store, of one stream or of all, the oldest of each stream first. */
export async function listBackups(store: BackupStore, stream?: string): Promise<readonly string[]> {
  const names = await store.list(stream === undefined ? '' : `${stream}/`);
  return names.filter((name) => /^[^/]+\/[^/]+\.(?:tar|blocks)(?:\.sealed)?$/.test(name));
}

/**
 * Fetches a backup from a store into `directory`, decrypts it and verifies it. Then `restoreStream` can restore it from there.
 *
 * @throws `BACKUP_INCOMPLETE` when there is no backup of that name
 * @throws `BACKUP_CORRUPT` when the backup was changed
 * @throws `INVALID_OPTIONS` when it is encrypted and no key is given
 */
export async function fetchBackup(
  store: BackupStore,
  name: string,
  directory: string,
  { key }: { readonly key?: BackupKey } = {},
): Promise<VerifiedBackup> {
  if (!isOfBlocks(name)) return unpackBackup(decrypted(store.get(name), name, key), directory);
  const text = await readText(store, name, key);
  const stream = name.slice(0, name.indexOf('/'));
  return fetchBlocks(text, new BlockStore(store, stream, name.endsWith('.sealed') ? key : undefined), directory);
}

/** The work with a folder of its own, which is removed afterwards. */
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
    throw new JetStreamManagerError('INVALID_OPTIONS', `${name} is encrypted, and no key is given`);
  yield* openChunks(all, key);
}

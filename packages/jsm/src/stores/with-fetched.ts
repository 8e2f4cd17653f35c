import { rm } from 'node:fs/promises';
import {
  type BackupStore,
  fetchBackup,
  isJetStreamManagerError,
  listBackups,
  type VerifiedBackup,
} from '@symphony-ts/jetstream-manager';
import { makeWorkDirectory } from '@symphony-ts/jetstream-manager/internal';
import { UsageError } from '../process/usage-error.js';
import { readKey, type TargetFlags } from './backup-target.js';

/** The choice of a backup in a store. */
export interface ChoiceFlags extends TargetFlags {
  readonly stream?: string;
  readonly backup?: string;
}

/** The chosen backups: the named one, or the newest of each stream or of one stream. */
export async function chooseBackups(store: BackupStore, { stream, backup }: ChoiceFlags): Promise<readonly string[]> {
  if (backup !== undefined) return [backup];
  const newest = new Map<string, string>();
  for (const name of await listBackups(store, stream)) newest.set(name.slice(0, name.indexOf('/')), name);
  if (newest.size === 0)
    throw new UsageError(
      stream === undefined ? 'the store contains no backup' : `the store contains no backup of ${stream}`,
    );
  return [...newest.values()];
}

/**
 * Fetches a backup into a folder, decrypted and verified, and runs `work`. The folder is removed afterwards. It stays
 * if a restore could not put back the replaced stream, because the folder holds the old stream.
 */
export async function withFetched<T>(
  { store, name, flags }: { readonly store: BackupStore; readonly name: string; readonly flags: TargetFlags },
  work: (directory: string, verified: VerifiedBackup) => Promise<T>,
): Promise<T> {
  const key = await readKey(flags);
  const directory = await makeWorkDirectory('jetstream-fetched', flags.staging);
  let isNeeded = false;
  try {
    const verified = await fetchBackup(store, name, directory, key === undefined ? {} : { key });
    return await work(directory, verified);
  } catch (error) {
    isNeeded = isJetStreamManagerError(error, 'STREAM_NOT_PUT_BACK');
    throw error;
  } finally {
    if (!isNeeded) await rm(directory, { recursive: true, force: true });
  }
}

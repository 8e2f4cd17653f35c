import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions } from '../options/option-names.js';
import { readUnfinishedWork } from '../streams/unfinished-work.js';
import type { BackupStore } from './backup-store.js';
import { type StoredBackup, type StoreOptions, storeBackup, storeOptionNames } from './stored-backups.js';

/** The result of an account backup, stream by stream. */
export interface StoredAccount {
  /** Streams that were backed up. */
  readonly done: readonly StoredBackup[];
  /** Streams in memory. Servers before 2.15 cannot take a snapshot of them. */
  readonly skipped: readonly string[];
  /**
   * Streams that could not be backed up, each with its error. It includes streams that the cluster reports as missing
   * or offline.
   */
  readonly failed: ReadonlyMap<string, JetStreamManagerError>;
}

/**
 * Backs up all streams of the account into a store, one after the other, like {@link storeBackup}. If one stream fails,
 * the others are still backed up.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `ABORTED` when the signal was aborted
 * @throws `DISCONNECTED` when the connection was lost
 */
export async function storeAccount(
  manager: Manager,
  store: BackupStore,
  options: StoreOptions = {},
): Promise<StoredAccount> {
  assertKnownOptions('storeAccount', options, storeOptionNames);
  const { streams, missing, offline, unreadable } = await manager.streams.list();
  const failed = new Map<string, JetStreamManagerError>();
  for (const name of missing) failed.set(name, unreachable(name, 'no server answered for it'));
  for (const [name, reason] of Object.entries(offline)) failed.set(name, unreachable(name, `it is offline: ${reason}`));
  const done: StoredBackup[] = [];
  const skipped: string[] = [];
  // The temporary stream of a drill holds what another backup holds.
  const lasting = streams.filter(({ lastInfo }) => readUnfinishedWork(lastInfo)?.work !== 'drill');
  for (const name of [...lasting.map((stream) => stream.name), ...unreadable.keys()].sort()) {
    try {
      done.push(await storeBackup(manager, name, store, options));
    } catch (error) {
      const failure = toManagerError(error, `backup of ${name}`);
      if (failure.code === 'ABORTED' || failure.code === 'DISCONNECTED') throw failure;
      if (failure.code === 'MEMORY_STREAM') skipped.push(name);
      else failed.set(name, failure);
    }
  }
  return { done, skipped, failed };
}

const unreachable = (name: string, why: string): JetStreamManagerError =>
  new JetStreamManagerError('TRANSFER_INTERRUPTED', `stream ${name} was not backed up: ${why}`);

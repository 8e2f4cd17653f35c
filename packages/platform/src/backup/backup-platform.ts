import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import {
  assertKnownOptions,
  InvalidConfigurationError,
  type Logger,
  type OptionNames,
  platformBuckets,
  STATUS_BUCKET,
  SymphonyError,
  silentLogger,
  toError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { backupStream, createManager } from '@symphony-ts/jetstream-manager';
import { makeDirectory } from '@symphony-ts/nats-server/internal';
import { openBucket } from '@symphony-ts/storage';
import { AccountRecord } from '../accounts/account-record.js';
import { connectKeeper } from '../nats/platform-connection.js';
import { readKeyFile } from '../operator/key-file.js';
import { OperatorKeys } from '../operator/operator-keys.js';
import { accountNames } from '../operator/platform-subjects.js';
import { type BackupManifest, backupLayout } from './backup-layout.js';
import { sealKeys } from './sealed-keys.js';

/** Options of `backupPlatform`. */
export interface PlatformBackupOptions {
  /** Folder of the backup. It must be empty, or not exist. */
  readonly directory: string;
  /** Folder of the operator's keys: `keysDir` of the platform, or `operator` in its `dataDir`. */
  readonly keysDir: string;
  /** Addresses of the platform's NATS servers. */
  readonly natsUrl: string | readonly string[];
  /** PEM file with the certificate of a server with TLS. */
  readonly certFile?: string | undefined;
  /** Encrypts the operator's keys in the backup. Without it, the backup has no keys, and a restore needs them from `keysDir`. */
  readonly passphrase?: string | undefined;
  /** Extensions whose buckets and streams are in the backup, too. Default: none. */
  readonly extensions?: 'all' | readonly string[] | undefined;
  /** Receives log lines about the progress. Default: a logger that writes nothing. */
  readonly logger?: Logger;
}

const backupOptionNames = {
  directory: true,
  keysDir: true,
  natsUrl: true,
  certFile: true,
  passphrase: true,
  extensions: true,
  logger: true,
} as const satisfies OptionNames<PlatformBackupOptions>;

/** A finished backup. */
export interface PlatformBackup {
  /** Number of streams in the backup. */
  readonly streams: number;
  /** Bytes of all snapshots. The server sends them compressed. */
  readonly bytes: number;
  /** Extensions whose data is in the backup. */
  readonly extensions: readonly string[];
  /** Extensions whose data cannot be read, because they have no valid key. */
  readonly frozen: readonly string[];
}

/** Each start makes it anew. A backup would bring back instances that no longer run. */
const TRANSIENT: readonly string[] = [`KV_${STATUS_BUCKET}`];

/**
 * Backs up a platform while it runs: keys, accounts, API keys, revocations, registry, people, audit log and usage. On request it
 * backs up the data of extensions, too. The streams are copied one after the other. The copy of a stream shows one moment.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist, the folder is not empty, keys are missing, or an extension does not exist
 * @throws `CONNECTION_FAILED` when NATS does not answer, or does not trust the operator
 * @throws `STORAGE_FAILED` when a stream cannot be read
 */
export async function backupPlatform(options: PlatformBackupOptions): Promise<PlatformBackup> {
  assertKnownOptions('backupPlatform', options, backupOptionNames);
  const { directory, keysDir, passphrase, logger = silentLogger } = options;
  const file = await readKeyFile(keysDir);
  const keys = new OperatorKeys(keysDir, file);
  await makeEmpty(directory);
  const layout = backupLayout(directory);
  const nats = {
    urls: [options.natsUrl].flat(),
    ...withoutUndefined({ certFile: options.certFile }),
  };
  const taken: Taken = { streams: 0, bytes: 0 };
  const backUp = async (account: string, target: string): Promise<void> => {
    const nc = await connectKeeper({ keys, nats, account, logger });
    try {
      await backupStreams(nc, target, taken);
    } finally {
      await nc.close();
    }
  };
  await backUp(accountNames.platform, layout.platform);
  const accounts = await readAccounts({ keys, nats, account: accountNames.platform, logger });
  const { live, frozen } = chooseExtensions(accounts, options.extensions);
  for (const prefix of live) await backUp(prefix, layout.extension(prefix));
  if (passphrase !== undefined) await writeFile(layout.keys, sealKeys(file, passphrase), { mode: 0o600 });
  const manifest: BackupManifest = {
    version: 1,
    created: new Date().toISOString(),
    operator: keys.operator.publicKey,
    hasKeys: passphrase !== undefined,
    extensions: live,
  };
  // Last of all: only a finished backup has it.
  await writeFile(layout.manifest, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return { ...taken, extensions: live, frozen };
}

interface Taken {
  streams: number;
  bytes: number;
}

async function makeEmpty(directory: string): Promise<void> {
  await makeDirectory(directory, 0o700);
  if ((await readdir(directory)).length === 0) return;
  throw new InvalidConfigurationError({ setting: directory, reason: 'it is not empty; name another folder' });
}

async function backupStreams(nc: NatsConnection, target: string, taken: Taken): Promise<void> {
  const manager = await createManager(nc);
  await makeDirectory(target, 0o700);
  for (const stream of await manager.streams.names()) {
    if (TRANSIENT.includes(stream)) continue;
    try {
      taken.bytes += (await backupStream(manager, stream, join(target, stream))).bytes;
      taken.streams += 1;
    } catch (error) {
      const reason = toError(error).message;
      throw new SymphonyError('STORAGE_FAILED', { bucket: stream, operation: 'backup', reason }, { cause: error });
    }
  }
}

async function readAccounts(own: Parameters<typeof connectKeeper>[0]): Promise<AccountRecord[]> {
  const nc = await connectKeeper(own);
  try {
    const bucket = await openBucket(nc, platformBuckets.accounts, { schema: AccountRecord });
    const records: AccountRecord[] = [];
    for await (const key of bucket.keys()) {
      const entry = await bucket.get(key);
      if (entry?.operation === 'put') records.push(entry.value);
    }
    return records;
  } finally {
    await nc.close();
  }
}

function chooseExtensions(accounts: readonly AccountRecord[], wanted: PlatformBackupOptions['extensions'] = []) {
  const there = accounts.filter(({ deleted }) => deleted === undefined);
  const isWanted = ({ name }: AccountRecord): boolean => wanted === 'all' || wanted.includes(name);
  if (wanted !== 'all') {
    const unknown = wanted.filter((prefix) => !there.some(({ name }) => name === prefix));
    if (unknown.length > 0) {
      const reason = `this platform has no extension ${unknown.join(', ')}`;
      throw new InvalidConfigurationError({ setting: 'extensions', reason });
    }
  }
  const names = (of: readonly AccountRecord[]): string[] => of.map(({ name }) => name).sort();
  const chosen = there.filter(isWanted);
  return {
    live: names(chosen.filter(({ frozen }) => frozen === undefined)),
    frozen: names(chosen.filter(({ frozen }) => frozen !== undefined)),
  };
}

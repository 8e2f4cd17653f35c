import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  assertKnownOptions,
  InvalidConfigurationError,
  type OptionNames,
  replicasFor,
  SymphonyError,
  silentLogger,
  toError,
} from '@symphony-ts/contract';
import { createManager, restoreStream } from '@symphony-ts/jetstream-manager';
import type { PlatformOptions } from '../assembly/platform-options.js';
import { resolveOptions } from '../assembly/platform-options.js';
import { startPlatform } from '../assembly/start-platform.js';
import { connectKeeper, connectOwn, type KeeperConnection } from '../nats/platform-connection.js';
import { embeddedNats, externalNats, type PlatformNats } from '../nats/platform-nats.js';
import { unixSeconds } from '../operator/jwt.js';
import { readKeyFile, replaceKeyFile } from '../operator/key-file.js';
import { type OperatorKeys, openOperatorKeys } from '../operator/operator-keys.js';
import { accountNames } from '../operator/platform-subjects.js';
import { countJetStreamServers } from '../services/cluster-service.js';
import { type BackupManifest, backupLayout, readBackupManifest } from './backup-layout.js';
import { unsealKeys } from './sealed-keys.js';

/** Options of `restorePlatform`. Afterwards, start the platform with the same values of the shared options. */
export interface PlatformRestoreOptions
  extends Pick<PlatformOptions, 'keysDir' | 'natsUrl' | 'natsServer' | 'flush' | 'logger' | 'dev'> {
  /** Folder of the backup. */
  readonly directory: string;
  /** Folder of the restored platform. */
  readonly dataDir: string;
  /** Decrypts the operator's keys in the backup. Not needed if the keys are in `keysDir`. */
  readonly passphrase?: string | undefined;
}

const restoreOptionNames = {
  keysDir: true,
  natsUrl: true,
  natsServer: true,
  flush: true,
  logger: true,
  dev: true,
  directory: true,
  dataDir: true,
  passphrase: true,
} as const satisfies OptionNames<PlatformRestoreOptions>;

/** The result of a restore. */
export interface PlatformRestore {
  /** Time of the backup. It does not contain later writes and revocations. */
  readonly created: Date;
  /** Number of restored streams. */
  readonly streams: number;
  /** Extensions whose data was in the backup. */
  readonly extensions: readonly string[];
}

/**
 * Restores a platform from a backup. The target servers must have no data of a platform: a new server in `dataDir`, or a cluster
 * that trusts the same operator. Tokens, credentials and revocations are those of the backup. Nothing is left running.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist, the folder has no finished backup, keys are missing or of another platform, the passphrase
 *   is wrong, or the servers already have a platform
 * @throws `CONNECTION_FAILED` when NATS does not answer, or does not trust the operator
 * @throws `STORAGE_FAILED` when a stream cannot be restored
 */
export async function restorePlatform(options: PlatformRestoreOptions): Promise<PlatformRestore> {
  assertKnownOptions('restorePlatform', options, restoreOptionNames);
  const { directory, passphrase, ...platform } = options;
  const manifest = await readBackupManifest(directory);
  const resolved = resolveOptions(platform, options.dataDir);
  const { keysDir, natsUrls } = resolved;
  const keys = await bringKeys({ directory, keysDir, passphrase, manifest });
  const nats = natsUrls ? externalNats(natsUrls) : await embeddedNats(keys, resolved);
  let streams: number;
  try {
    streams = await restoreOwn(keys, nats, directory);
  } finally {
    await nats.stop();
  }
  // The start sends the accounts of extensions to the servers, as the records have them.
  if (manifest.extensions.length > 0) {
    await using running = await startPlatform(platform);
    const reached = natsUrls ? externalNats(natsUrls) : { urls: [running.natsUrl] };
    const replicas = await countReplicas(keys, reached);
    for (const prefix of manifest.extensions) {
      streams += await restoreAccount(
        { keys, nats: reached, account: prefix, logger: silentLogger },
        {
          source: backupLayout(directory).extension(prefix),
          replicas,
        },
      );
    }
  }
  return { created: new Date(manifest.created), streams, extensions: manifest.extensions };
}

interface KeySource {
  readonly directory: string;
  readonly keysDir: string;
  readonly passphrase: string | undefined;
  readonly manifest: BackupManifest;
}

/** Provides the keys of the backed-up platform: those that exist already, or those of the backup. */
async function bringKeys({ directory, keysDir, passphrase, manifest }: KeySource): Promise<OperatorKeys> {
  const isThere = await readKeyFile(keysDir).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    if (!manifest.hasKeys) {
      const reason = 'the backup was taken without the keys of the operator; put operator.json there';
      throw new InvalidConfigurationError({ setting: keysDir, reason });
    }
    if (passphrase === undefined) {
      const reason = 'it is missing; the keys in the backup are encrypted with it';
      throw new InvalidConfigurationError({ setting: 'the passphrase', reason });
    }
    await replaceKeyFile(keysDir, unsealKeys(await readFile(backupLayout(directory).keys, 'utf8'), passphrase));
  }
  const keys = await openOperatorKeys(keysDir, unixSeconds(Date.now()));
  if (keys.operator.publicKey === manifest.operator) return keys;
  const reason = 'its keys are those of another platform than the one that was backed up';
  throw new InvalidConfigurationError({ setting: keysDir, reason });
}

async function restoreOwn(keys: OperatorKeys, nats: Pick<PlatformNats, 'urls'>, directory: string): Promise<number> {
  const keeper = { keys, nats, account: accountNames.platform, logger: silentLogger };
  const nc = await connectKeeper(keeper);
  try {
    const names = await (await createManager(nc)).streams.names();
    if (names.length > 0) {
      const reason = `they hold a platform already (${names.length} streams); restore into empty ones`;
      throw new InvalidConfigurationError({ setting: `the servers at ${nats.urls.join(', ')}`, reason });
    }
  } finally {
    await nc.close();
  }
  const replicas = await countReplicas(keys, nats);
  return restoreAccount(keeper, { source: backupLayout(directory).platform, replicas });
}

async function countReplicas(keys: OperatorKeys, nats: Pick<PlatformNats, 'urls'>): Promise<number> {
  const system = await connectOwn({ keys, nats, link: 'system', logger: silentLogger });
  try {
    return replicasFor(await countJetStreamServers(system));
  } finally {
    await system.close();
  }
}

async function restoreAccount(
  keeper: KeeperConnection,
  { source, replicas }: { readonly source: string; readonly replicas: number },
): Promise<number> {
  const nc = await connectKeeper(keeper);
  try {
    const manager = await createManager(nc);
    const streams = (await readdir(source)).sort();
    for (const stream of streams) {
      try {
        await restoreStream(manager, join(source, stream), { settings: { num_replicas: replicas } });
      } catch (error) {
        const reason = toError(error).message;
        throw new SymphonyError('STORAGE_FAILED', { bucket: stream, operation: 'restore', reason }, { cause: error });
      }
    }
    return streams.length;
  } finally {
    await nc.close();
  }
}

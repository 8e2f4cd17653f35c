import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withoutUndefined } from '@symphony-ts/contract';
import { type Command, Option } from 'commander';
import type { CommandContext } from './command-context.js';

interface WhereFlags {
  readonly data: string;
  readonly keys?: string;
  readonly nats?: readonly string[];
  readonly passphraseFile?: string;
}

interface BackupFlags extends WhereFlags {
  readonly natsCert?: string;
  readonly withoutKeys?: boolean;
  readonly extensions?: readonly string[] | true;
}

const PASSPHRASE = 'SYMPHONY_BACKUP_PASSPHRASE';
const NATS_URL = 'nats://127.0.0.1:4222';

/** `platform backup` and `platform restore`: prepare for the loss of a disk, and recover from it. */
export function declareBackups(platform: Command, { output }: CommandContext): void {
  // The arguments after `backup` belong to it, although `platform` has options with the same names.
  platform.enablePositionalOptions();
  where(platform.command('backup'))
    .description(
      'Backs up a platform that runs, into a new folder: keys, accounts, API keys, revocations, registry, usage and audit.',
    )
    .argument('<folder>', 'where to; empty or new')
    .option('--nats <url...>', `the platform's NATS servers (default: ${NATS_URL})`)
    .option('--nats-cert <file>', 'certificate of a NATS server with TLS, PEM')
    .option('--extensions [prefix...]', 'with the data of these extensions; of all without a prefix')
    .addOption(
      new Option('--without-keys', "omit the operator's keys; to restore, you then need operator.json from elsewhere"),
    )
    .action(async (directory: string, flags: BackupFlags, self: Command) => {
      const passphrase = await readPassphrase(flags);
      if ((passphrase === undefined) === !flags.withoutKeys) {
        self.error(`error: give a passphrase (--passphrase-file, ${PASSPHRASE}) or --without-keys, and not both`);
      }
      const { backupPlatform } = await import('@symphony-ts/platform');
      const { streams, bytes, extensions, frozen } = await backupPlatform({
        directory,
        keysDir: keysDirOf(flags),
        natsUrl: flags.nats ?? NATS_URL,
        certFile: flags.natsCert,
        passphrase,
        extensions: flags.extensions === true ? 'all' : flags.extensions,
      });
      output.err(`${streams} streams, ${bytes} bytes, ${names(extensions)}`);
      if (frozen.length > 0) output.err(`without the data of extensions that have no live key: ${frozen.join(', ')}`);
    });
  where(platform.command('restore'))
    .description('Restores a platform from a backup, on NATS servers that hold no platform. Then start it as before.')
    .argument('<folder>', 'the backup')
    .option('--nats <url...>', 'NATS servers that run elsewhere and trust the operator (default: its own, in --data)')
    .action(async (directory: string, flags: WhereFlags) => {
      const { restorePlatform } = await import('@symphony-ts/platform');
      const { streams, extensions, created } = await restorePlatform({
        directory,
        dataDir: flags.data,
        keysDir: keysDirOf(flags),
        passphrase: await readPassphrase(flags),
        ...withoutUndefined({ natsUrl: flags.nats }),
      });
      output.err(`${streams} streams, ${names(extensions)}, as they were at ${created.toISOString()}`);
      output.err('keys that were revoked later are live again: revoke them');
    });
}

const where = (command: Command): Command =>
  command
    .requiredOption('--data <folder>', 'where keys and JetStream data are kept')
    .option('--keys <folder>', "where the operator's keys are, if not in the data folder")
    .option('--passphrase-file <file>', `file with the passphrase of the keys; else ${PASSPHRASE}`);

const keysDirOf = ({ data, keys }: WhereFlags): string => keys ?? path.join(data, 'operator');

const names = (extensions: readonly string[]): string =>
  extensions.length === 0 ? 'no data of extensions' : `data of ${extensions.join(', ')}`;

async function readPassphrase({ passphraseFile }: WhereFlags): Promise<string | undefined> {
  const text = passphraseFile === undefined ? process.env[PASSPHRASE] : await readFile(passphraseFile, 'utf8');
  return text?.trim() || undefined;
}

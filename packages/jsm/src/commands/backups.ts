import { writeFile } from 'node:fs/promises';
import { createBackupKey, listBackups } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { UsageError } from '../process/usage-error.js';
import { type AddCommand, isJson } from '../running/command-context.js';
import { addTargetFlags, openTarget, type TargetFlags } from '../stores/backup-target.js';

/** `jsm backups …`: lists backups in stores, and creates keys for them. */
export const addBackups: AddCommand = (program, { io }) => {
  const group = program.command('backups').description('list backups in a store, create keys that encrypt them');

  const list = group
    .command('ls')
    .alias('list')
    .description('list the backups in a store, the oldest of each stream first')
    .argument('<target>', 's3://BUCKET/PREFIX or file:/PATH')
    .option('--stream <name>', 'only backups of this stream');
  addTargetFlags(list).action(async (target: string, flags: TargetFlags & { stream?: string }, command: Command) => {
    const store = openTarget(target, flags, io.env);
    if (store === undefined) throw new UsageError(`"${target}" is not a store; write s3://BUCKET/PREFIX or file:/PATH`);
    const names = await listBackups(store, flags.stream);
    if (isJson(command)) io.out(JSON.stringify(names, null, 2));
    else io.out(names.length === 0 ? 'No backups.' : names.join('\n'));
  });

  group
    .command('new-key')
    .description('create a key that encrypts backups; without it nobody can read them')
    .argument('<file>')
    .action(async (file: string) => {
      try {
        await writeFile(file, createBackupKey(), { mode: 0o600, flag: 'wx' });
      } catch (error) {
        throw new UsageError(`cannot write the key: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
      io.out(`${file}: keep this key apart from the backups, and keep a copy`);
    });
};

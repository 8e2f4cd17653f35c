import type { Command } from 'commander';
import { addUnasked } from '../../input/setting.js';
import type { AddCommand } from '../../running/command-context.js';
import { addBackupFlags, type BackupFlags } from './backup-flags.js';
import { addRestoreFlags, type RestoreFlags } from './restore-flags.js';

/** `stream backup STREAM TARGET` and `stream restore TARGET`, as `nats` has them. They are `backup` and `restore`. */
export const addStreamBackup: AddCommand = (group, context) => {
  const backup = group
    .command('backup')
    .alias('snapshot')
    .description('back up one stream; the same as jsm backup TARGET --stream STREAM')
    .argument('<stream>')
    .argument('<target>', 'a directory, or a store: s3://BUCKET/PREFIX, file:/PATH');
  addUnasked(addBackupFlags(backup), '--progress');
  backup.action(async (stream: string, target: string, flags: BackupFlags, command: Command) => {
    const { runBackup } = await import('./backup.js');
    await runBackup(target, { flags: { ...flags, stream }, command, context });
  });
  addRestoreWords(group, 'restore a backup of a stream; the same as jsm restore TARGET', context);
};

/** `account backup TARGET` and `account restore TARGET`, as `nats` has them. */
export const addAccountBackup: AddCommand = (group, context) => {
  const backup = group
    .command('backup')
    .alias('snapshot')
    .description('back up all streams of the account; the same as jsm backup TARGET')
    .argument('<target>', 'a directory, or a store: s3://BUCKET/PREFIX, file:/PATH');
  addUnasked(addBackupFlags(backup), '-f, --force', '--progress');
  backup.action(async (target: string, flags: BackupFlags, command: Command) => {
    const { runBackup } = await import('./backup.js');
    await runBackup(target, { flags, command, context });
  });
  addRestoreWords(group, 'restore a backup of the account; the same as jsm restore TARGET', context);
};

function addRestoreWords(group: Command, description: string, context: Parameters<AddCommand>[1]): void {
  const restore = group
    .command('restore')
    .description(description)
    .argument('<target>', 'a directory, or a store: s3://BUCKET/PREFIX, file:/PATH');
  addUnasked(addRestoreFlags(restore), '--progress');
  restore.action(async (target: string, flags: RestoreFlags, command: Command) => {
    const { runRestore } = await import('./restore.js');
    await runRestore(target, { flags, command, context });
  });
}

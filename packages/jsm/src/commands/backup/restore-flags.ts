import type { RemakeConsumers } from '@symphony-ts/jetstream-manager';
import { type Command, Option } from 'commander';
import { addTargetFlags } from '../../stores/backup-target.js';
import type { ChoiceFlags } from '../../stores/with-fetched.js';
import { addRestoreSettings, type RestoreSettingsFlags } from './restore-settings.js';

/** The options of a restore. */
export interface RestoreFlags extends RestoreSettingsFlags, ChoiceFlags {
  readonly overwrite?: boolean;
  readonly skipExisting?: boolean;
  readonly verifyFirst?: boolean;
  readonly acceptLoss?: boolean;
  readonly remakeConsumers: RemakeConsumers;
  readonly progress: boolean;
}

/** Adds the options of a restore. */
export function addRestoreFlags(command: Command): Command {
  command
    .option('--as <name>', 'restore under this name, beside the existing stream (nats-server 2.15)')
    .option('--overwrite', 'replace existing streams; put the old stream back if the restore fails')
    .option('--skip-existing', 'skip streams that already exist')
    .option('--verify-first', 'read and check the whole backup before the restore starts')
    .option('--accept-loss', 'accept a stream with fewer messages than the backup, because of smaller limits')
    .addOption(
      new Option('--remake-consumers <which>', 'which consumers to create again from the notes of the backup')
        .choices(['missing', 'all', 'none'])
        .default('missing'),
    )
    .option('--no-progress', 'draw no progress bar');
  addRestoreSettings(command);
  return addTargetFlags(command)
    .option('--stream <name>', 'with a store: only this stream')
    .option('--backup <name>', 'with a store: this backup from jsm backups ls, instead of the newest');
}

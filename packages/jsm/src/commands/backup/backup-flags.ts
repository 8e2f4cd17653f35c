import { type Command, Option } from 'commander';
import { parseCount } from '../../input/parse-option.js';
import { addTargetFlags, type TargetFlags } from '../../stores/backup-target.js';

/** The options of a backup. */
export interface BackupFlags extends TargetFlags {
  readonly stream?: string;
  readonly consumers: boolean;
  readonly check?: boolean;
  readonly overwrite?: boolean;
  readonly keep?: number;
  readonly incremental?: boolean;
  readonly prometheus?: string;
  readonly progress: boolean;
}

/** Adds the options of a backup, except for the choice of a stream. */
export function addBackupFlags(command: Command): Command {
  command
    .option('--no-consumers', 'omit consumers')
    .option('--check', 'let the server check its data first')
    .option('--overwrite', 'for one stream and a directory: replace the backup in it')
    .addOption(
      new Option('--keep <count>', 'with a store: keep this many backups of each stream').argParser(parseCount),
    )
    .option(
      '--incremental',
      'with a store: store only parts that no earlier backup has; each backup can be restored on its own',
    )
    .option('--prometheus <file>', 'write the result for the textfile collector of Prometheus')
    .option('--no-progress', 'draw no progress bar');
  return addTargetFlags(command);
}

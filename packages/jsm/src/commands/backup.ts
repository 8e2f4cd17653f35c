import { backupAccount, backupStream, formatExactJson, type Manager } from '@symphony-ts/jetstream-manager';
import { bytes } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { UsageError } from '../process/usage-error.js';
import { type AddCommand, type CommandContext, isJson, withManager } from '../running/command-context.js';
import { orInterrupted } from '../running/interrupted.js';
import { createProgressBar } from '../view/progress.js';

interface BackupFlags {
  readonly stream?: string;
  readonly consumers: boolean;
  readonly check?: boolean;
  readonly overwrite?: boolean;
}

const goesOn = 'the same command goes on with the streams that are missing';
const startsAgain = 'the same command takes the backup from the beginning';

/** `jsm backup DIRECTORY`: the account's streams, or one, as files that the `nats` tool can restore. */
export const addBackup: AddCommand = (program, context) => {
  program
    .command('backup')
    .description(
      'back up all streams of the account, or one; a directory that holds an interrupted backup is continued',
    )
    .argument('<directory>')
    .option('--stream <name>', 'only this stream')
    .option('--no-consumers', 'leave consumers out')
    .option('--check', 'let the server check its data first')
    .option('--overwrite', 'with --stream: replace the backup that is in the directory')
    .action(async (directory: string, flags: BackupFlags, command: Command) => {
      if (flags.overwrite && flags.stream === undefined) {
        throw new UsageError('--overwrite goes with --stream; the backup of an account wants a directory of its own');
      }
      const bar = createProgressBar(isJson(command) ? undefined : context.io.progress);
      const options = {
        consumers: flags.consumers,
        healthCheck: flags.check ?? false,
        onProgress: bar.onProgress,
        signal: context.io.signal,
      };
      const back = async (manager: Manager) => {
        const { stream, overwrite = false } = flags;
        if (stream === undefined) return backupAccount(manager, directory, options);
        const done = [await backupStream(manager, stream, directory, { ...options, overwrite })];
        return { done, kept: [], skipped: [], failed: new Map<string, Error>() };
      };
      try {
        const work = withManager(command, context, back);
        const left = flags.stream === undefined ? goesOn : startsAgain;
        report(await orInterrupted(work, left), context, isJson(command));
      } finally {
        bar.stop();
      }
    });
};

type Outcome =
  | Awaited<ReturnType<typeof backupAccount>>
  | ({ failed: ReadonlyMap<string, Error> } & Pick<
      Awaited<ReturnType<typeof backupAccount>>,
      'done' | 'kept' | 'skipped'
    >);

function report({ done, kept, skipped, failed }: Outcome, { io, finish }: CommandContext, json: boolean): void {
  if (json) {
    const errors = Object.fromEntries([...failed].map(([name, error]) => [name, error.message]));
    io.out(formatExactJson({ done, kept, skipped, failed: errors }, 2));
  } else {
    for (const { stream, bytes: size, directory } of done) io.out(`${stream}: ${bytes(size)} in ${directory}`);
    for (const name of kept) io.out(`${name}: was there already`);
    for (const name of skipped) io.err(`${name}: left out, it is kept in memory, and this server cannot back that up`);
    for (const [name, error] of failed) io.err(`${name}: ${error.message}`);
  }
  finish(failed.size > 0 || skipped.length > 0 ? 1 : 0);
}

import {
  type AccountBackupOptions,
  type BackupStore,
  backupAccount,
  backupStream,
  formatExactJson,
  type Manager,
  storeAccount,
  storeBackup,
} from '@symphony-ts/jetstream-manager';
import { bytes, withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, type CommandContext, isJson, withManager } from '../../running/command-context.js';
import { orInterrupted } from '../../running/interrupt.js';
import { writeBackupMetrics } from '../../stores/backup-metrics.js';
import { openTarget, readKey } from '../../stores/backup-target.js';
import { errorText } from '../../view/error-text.js';
import { createProgressBar } from '../../view/progress.js';
import { addBackupFlags, type BackupFlags } from './backup-flags.js';

/** A stream that was backed up, and the place of its backup. */
interface Done {
  readonly stream: string;
  readonly bytes: number;
  readonly elapsedMs: number;
  readonly directory?: string;
  readonly name?: string;
  readonly storedBytes?: number;
  readonly removed?: readonly string[];
}

interface Outcome {
  readonly done: readonly Done[];
  readonly kept: readonly string[];
  readonly skipped: readonly string[];
  readonly failed: ReadonlyMap<string, Error>;
}

type Options = Pick<AccountBackupOptions, 'consumers' | 'healthCheck' | 'onProgress' | 'signal'>;

const goesOn = 'run the same command to continue with the missing streams';
const startsAgain = 'run the same command to start the backup again';

/** `jsm backup TARGET`: backs up all streams of the account, or one, into files for the `nats` tool or into a store. */
export const addBackup: AddCommand = (program, context) => {
  const backup = program
    .command('backup')
    .description('back up all streams of the account, or one; the same directory continues an interrupted backup')
    .argument('<target>', 'a directory, or a store: s3://BUCKET/PREFIX, file:/PATH')
    .option('--stream <name>', 'only this stream');
  addBackupFlags(backup).action((target: string, flags: BackupFlags, command: Command) =>
    runBackup(target, { flags, command, context }),
  );
};

/** Backs up what the flags select. */
export async function runBackup(
  target: string,
  { flags, command, context }: { flags: BackupFlags; command: Command; context: CommandContext },
): Promise<void> {
  const store = openTarget(target, flags, context.io.env);
  assertFlags(flags, store);
  const bar = createProgressBar(isJson(command) || !flags.progress ? undefined : context.io.progress);
  const options = {
    consumers: flags.consumers,
    healthCheck: flags.check ?? false,
    onProgress: bar.onProgress,
    signal: context.io.signal,
  };
  const work = withManager(command, context, (manager) =>
    store === undefined
      ? intoDirectory(manager, target, { flags, options })
      : intoStore(manager, store, { flags, options }),
  );
  const left = store === undefined && flags.stream === undefined ? goesOn : startsAgain;
  try {
    const outcome = await orInterrupted(work, left);
    await note(flags, outcome);
    report(outcome, context, isJson(command));
  } catch (error) {
    await note(flags, undefined);
    throw error;
  } finally {
    bar.stop();
  }
}

function assertFlags(flags: BackupFlags, store: BackupStore | undefined): void {
  if (flags.overwrite && (flags.stream === undefined || store !== undefined)) {
    throw new UsageError(
      '--overwrite needs --stream and a directory; the backup of an account needs a directory of its own',
    );
  }
  if (store === undefined && (flags.keep ?? flags.keyFile ?? flags.incremental) !== undefined) {
    throw new UsageError(
      '--keep, --key-file and --incremental need a store: s3://BUCKET/PREFIX, or file:/PATH for a folder',
    );
  }
}

interface Work {
  readonly flags: BackupFlags;
  readonly options: Options;
}

async function intoDirectory(manager: Manager, directory: string, { flags, options }: Work): Promise<Outcome> {
  const { stream, overwrite = false } = flags;
  if (stream === undefined) return backupAccount(manager, directory, options);
  const done = [await backupStream(manager, stream, directory, { ...options, overwrite })];
  return { done, kept: [], skipped: [], failed: new Map() };
}

async function intoStore(manager: Manager, store: BackupStore, { flags, options }: Work): Promise<Outcome> {
  const key = await readKey(flags);
  const { stream, keep, staging, incremental = false } = flags;
  const all = {
    ...options,
    incremental,
    ...withoutUndefined({ key, keep, stagingDirectory: staging }),
  };
  if (stream === undefined) return { ...(await storeAccount(manager, store, all)), kept: [] };
  return { done: [await storeBackup(manager, stream, store, all)], kept: [], skipped: [], failed: new Map() };
}

/** A run that failed as a whole has no result. */
async function note({ prometheus, stream }: BackupFlags, outcome: Outcome | undefined): Promise<void> {
  if (prometheus === undefined) return;
  const failed =
    outcome === undefined
      ? [stream].filter((name) => name !== undefined)
      : [...outcome.failed.keys(), ...outcome.skipped];
  await writeBackupMetrics(prometheus, {
    outcomes: [
      ...(outcome?.done ?? []).map(({ stream: name, bytes: size, elapsedMs }) => ({
        stream: name,
        done: { bytes: size, seconds: elapsedMs / 1000 },
      })),
      ...failed.map((name) => ({ stream: name })),
    ],
    nowSeconds: Math.round(Date.now() / 1000),
    isBroken: outcome === undefined,
  });
}

function report({ done, kept, skipped, failed }: Outcome, { io, finish }: CommandContext, json: boolean): void {
  if (json) {
    const errors = Object.fromEntries([...failed].map(([name, error]) => [name, error.message]));
    io.out(formatExactJson({ done, kept, skipped, failed: errors }, 2));
  } else {
    for (const { stream, bytes: size, directory, name, storedBytes, removed = [] } of done) {
      const stored = storedBytes === undefined ? '' : `, ${bytes(storedBytes)} of it stored now`;
      io.out(`${stream}: ${bytes(size)} in ${directory ?? name}${stored}`);
      for (const old of removed) io.out(`${stream}: ${old} removed`);
    }
    for (const name of kept) io.out(`${name}: was backed up already`);
    for (const name of skipped) io.err(`${name}: skipped, because it is in memory and this server cannot back it up`);
    for (const [name, error] of failed) io.err(`${name}: ${errorText(error)}`);
  }
  finish(failed.size > 0 || skipped.length > 0 ? 1 : 0);
}

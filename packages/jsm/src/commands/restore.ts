import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatExactJson,
  isJetStreamManagerError,
  type Manager,
  restoreAccount,
  type RestoreOptions,
  type RestoreResult,
  restoreStream,
} from '@symphony-ts/jetstream-manager';
import { grouped } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseCount } from '../parse-count.js';
import { UsageError } from '../usage-error.js';
import { createProgressBar } from '../view/progress.js';
import { type AddCommand, type CommandContext, isJson, withManager } from './command-context.js';
import { orInterrupted } from './interrupted.js';

interface RestoreFlags {
  readonly overwrite?: boolean;
  readonly skipExisting?: boolean;
  readonly verifyFirst?: boolean;
  readonly replicas?: number;
}

interface Outcome {
  readonly done: readonly RestoreResult[];
  readonly skipped: readonly string[];
  readonly failed: ReadonlyMap<string, Error>;
}

const goesOn = 'what was restored before stays; --skip-existing goes on with the streams that are missing';

/** `jsm restore DIRECTORY`: a stream or a whole account, from a backup of this tool or of `nats`. */
export const addRestore: AddCommand = (program, context) => {
  program
    .command('restore')
    .description('restore a backup of a stream or of the account')
    .argument('<directory>')
    .option('--overwrite', 'delete streams of these names first')
    .option('--skip-existing', 'leave streams alone that exist')
    .option('--verify-first', 'read and check the whole backup before anything is sent')
    .addOption(new Option('--replicas <count>', 'give the streams this many replicas').argParser(parseCount))
    .action(async (directory: string, flags: RestoreFlags, command: Command) => {
      await assertDirectory(directory);
      const bar = createProgressBar(isJson(command) ? undefined : context.io.progress);
      const options = {
        overwrite: flags.overwrite ?? false,
        verifyFirst: flags.verifyFirst ?? false,
        ...(flags.replicas === undefined ? {} : { settings: { num_replicas: flags.replicas } }),
        onProgress: bar.onProgress,
        signal: context.io.signal,
      };
      const restore = async (manager: Manager): Promise<Outcome> => {
        if (!(await isStreamBackup(directory))) {
          return restoreAccount(manager, directory, { ...options, skipExisting: flags.skipExisting ?? false });
        }
        return restoreOne(manager, directory, options, flags.skipExisting ?? false);
      };
      try {
        const outcome = await orInterrupted(withManager(command, context, restore), goesOn);
        report(directory, outcome, isJson(command), context);
      } finally {
        bar.stop();
      }
    });
};

async function restoreOne(
  manager: Manager,
  directory: string,
  options: RestoreOptions,
  skipExisting: boolean,
): Promise<Outcome> {
  try {
    return { done: [await restoreStream(manager, directory, options)], skipped: [], failed: new Map() };
  } catch (error) {
    if (!skipExisting || !isJetStreamManagerError(error, 'STREAM_EXISTS')) throw error;
    return { done: [], skipped: [String(error.details['stream'])], failed: new Map() };
  }
}

async function assertDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new UsageError(`there is no directory ${path}`);
}

/** An account's backup holds a folder for each stream, a stream's the files themselves. */
async function isStreamBackup(directory: string): Promise<boolean> {
  const names = ['backup.json', 'stream.tar.s2', 'stream.tar.s2.partial'];
  const found = await Promise.allSettled(names.map((name) => access(join(directory, name))));
  return found.some(({ status }) => status === 'fulfilled');
}

function report(directory: string, { done, skipped, failed }: Outcome, json: boolean, { io, finish }: CommandContext) {
  if (json) {
    const errors = Object.fromEntries([...failed].map(([name, error]) => [name, error.message]));
    io.out(formatExactJson({ done, skipped, failed: errors }, 2));
  } else {
    for (const { stream, state } of done) io.out(`${stream}: ${grouped(state.messages)} messages restored`);
    for (const name of skipped) io.out(`${name}: was there already`);
    for (const [name, error] of failed) io.err(`${name}: ${error.message}`);
  }
  const isNothing = done.length + skipped.length + failed.size === 0;
  if (isNothing) io.err(`${directory} holds no backup`);
  finish(failed.size > 0 || isNothing ? 1 : 0);
}

import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BackupStore,
  formatExactJson,
  isJetStreamManagerError,
  type Manager,
  type RestoreOptions,
  type RestoreResult,
  restoreAccount,
  restoreStream,
} from '@symphony-ts/jetstream-manager';
import { grouped, withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, type CommandContext, isJson, withManager } from '../../running/command-context.js';
import { orInterrupted } from '../../running/interrupt.js';
import { openTarget } from '../../stores/backup-target.js';
import { type ChoiceFlags, chooseBackups, withFetched } from '../../stores/with-fetched.js';
import { errorText } from '../../view/error-text.js';
import { formatFollowers, isFollowerOff } from '../../view/followers.js';
import { createProgressBar } from '../../view/progress.js';
import { addRestoreFlags, type RestoreFlags } from './restore-flags.js';
import { readRestoreSettings } from './restore-settings.js';

interface Outcome {
  readonly done: readonly RestoreResult[];
  readonly skipped: readonly string[];
  readonly failed: ReadonlyMap<string, Error>;
  readonly ignored: readonly string[];
}

const goesOn = 'restored streams stay; add --skip-existing to continue with the missing streams';

/** `jsm restore DIRECTORY`: restores a stream or a whole account, from a backup of this tool or of `nats`. */
export const addRestore: AddCommand = (program, context) => {
  const restore = program
    .command('restore')
    .description('restore a backup of a stream or of the account')
    .argument('<target>', 'a directory, or a store: s3://BUCKET/PREFIX, file:/PATH');
  addRestoreFlags(restore).action((target: string, flags: RestoreFlags, command: Command) =>
    runRestore(target, { flags, command, context }),
  );
};

/** Restores what the flags select. */
export async function runRestore(
  target: string,
  { flags, command, context }: { flags: RestoreFlags; command: Command; context: CommandContext },
): Promise<void> {
  const settings = await readRestoreSettings(flags, context.io);
  const store = openTarget(target, flags, context.io.env);
  if (store === undefined) await assertDirectory(target);
  const bar = createProgressBar(isJson(command) || !flags.progress ? undefined : context.io.progress);
  const options = {
    overwrite: flags.overwrite ?? false,
    verifyFirst: flags.verifyFirst ?? false,
    acceptLoss: flags.acceptLoss ?? false,
    remakeConsumers: flags.remakeConsumers,
    ...withoutUndefined({ settings }),
    onProgress: bar.onProgress,
    signal: context.io.signal,
  };
  const named = flags.as === undefined ? options : { ...options, as: flags.as };
  const isSkipping = flags.skipExisting ?? false;
  const run = async (manager: Manager): Promise<Outcome> => {
    if (store !== undefined) return restoreFromStore(manager, store, { flags, options: named, isSkipping });
    if (await isStreamBackup(target)) return restoreOne(manager, target, named, isSkipping);
    if (flags.as !== undefined) throw new UsageError('--as needs the backup of one stream');
    return restoreAccount(manager, target, { ...options, skipExisting: isSkipping });
  };
  try {
    const outcome = await orInterrupted(withManager(command, context, run), goesOn);
    report(target, outcome, isJson(command), context);
  } finally {
    bar.stop();
  }
}

async function restoreOne(
  manager: Manager,
  directory: string,
  options: RestoreOptions,
  skipExisting: boolean,
): Promise<Outcome> {
  try {
    return { done: [await restoreStream(manager, directory, options)], skipped: [], failed: new Map(), ignored: [] };
  } catch (error) {
    if (!skipExisting || !isJetStreamManagerError(error, 'STREAM_EXISTS')) throw error;
    return { done: [], skipped: [String(error.details['stream'])], failed: new Map(), ignored: [] };
  }
}

/** Restores the newest backup of each stream, unless the options choose others. */
async function restoreFromStore(
  manager: Manager,
  store: BackupStore,
  {
    flags,
    options,
    isSkipping,
  }: { readonly flags: ChoiceFlags; readonly options: RestoreOptions; readonly isSkipping: boolean },
): Promise<Outcome> {
  const names = await chooseBackups(store, flags);
  if (options.as !== undefined && names.length > 1) throw new UsageError('--as needs --stream or --backup');
  const done: RestoreResult[] = [];
  const skipped: string[] = [];
  const failed = new Map<string, Error>();
  for (const name of names) {
    try {
      const outcome = await withFetched({ store, name, flags }, (directory) =>
        restoreOne(manager, directory, options, isSkipping),
      );
      done.push(...outcome.done);
      skipped.push(...outcome.skipped);
    } catch (error) {
      if (
        names.length === 1 ||
        isJetStreamManagerError(error, 'ABORTED') ||
        isJetStreamManagerError(error, 'DISCONNECTED')
      )
        throw error;
      failed.set(name, error instanceof Error ? error : new Error(String(error)));
    }
  }
  return { done, skipped, failed, ignored: [] };
}

async function assertDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new UsageError(`there is no directory ${path}`);
}

/** The backup of an account holds a folder for each stream. The backup of a stream holds the files themselves. */
async function isStreamBackup(directory: string): Promise<boolean> {
  const names = ['backup.json', 'stream.tar.s2', 'stream.tar.s2.partial'];
  const found = await Promise.allSettled(names.map((name) => access(join(directory, name))));
  return found.some(({ status }) => status === 'fulfilled');
}

function report(directory: string, outcome: Outcome, json: boolean, { io, finish }: CommandContext) {
  const { done, skipped, failed, ignored } = outcome;
  if (json) {
    const errors = Object.fromEntries([...failed].map(([name, error]) => [name, error.message]));
    io.out(formatExactJson({ done: done.map(toJson), skipped, failed: errors, ignored }, 2));
  } else {
    for (const result of done) for (const line of formatRestored(result)) io.out(line);
    for (const name of skipped) io.out(`${name}: skipped, because it exists already`);
    for (const name of ignored) io.err(`${name}: skipped, because it is not a backup`);
    for (const [name, error] of failed) io.err(`${name}: ${errorText(error)}`);
  }
  const isNothing = done.length + skipped.length + failed.size === 0;
  if (isNothing) io.err(`${directory} holds no backup`);
  const isLacking = done.some((result) => lacking(result).length > 0 || result.followers?.some(isFollowerOff));
  finish(failed.size > 0 || isNothing || isLacking ? 1 : 0);
}

/** Consumers that are missing or behind the notes of the backup, and were not created again. */
const lacking = ({ consumers }: RestoreResult): readonly string[] => {
  const names = [...(consumers?.missing ?? []), ...(consumers?.rolledBack ?? []).map(({ name }) => name)];
  return names.filter((name) => !consumers?.remade.includes(name));
};

function formatRestored(result: RestoreResult): readonly string[] {
  const { stream, state, consumers, resumedSources } = result;
  return [
    `${stream}: ${grouped(state.messages)} messages restored`,
    ...resumedSources.map(({ name, startSeq }) => `${stream}: the source ${name} continues from sequence ${startSeq}`),
    ...(consumers?.remade ?? []).map(
      (name) => `${stream}: the consumer ${name} was not restored from the snapshot, and was created again`,
    ),
    ...(consumers?.redelivering ?? []).map(
      ({ name, notedDelivered, restoredDelivered }) =>
        `${stream}: the consumer ${name} delivers the messages from ${grouped(restoredDelivered)} to ` +
        `${grouped(notedDelivered)} that were not acknowledged once more`,
    ),
    ...lacking(result).map((name) => `${stream}: the consumer ${name} is missing or behind its old position`),
    ...[...(consumers?.failed ?? [])].map(([name, error]) => `${stream}: the consumer ${name}: ${errorText(error)}`),
    ...formatFollowers(result),
  ];
}

function toJson({ consumers, followers, ...result }: RestoreResult): object {
  const told = followers?.map(({ failure, ...rest }) => ({ ...rest, ...(failure && { failure: failure.message }) }));
  const failed = Object.fromEntries([...(consumers?.failed ?? [])].map(([name, error]) => [name, error.message]));
  return {
    ...result,
    ...(consumers && { consumers: { ...consumers, failed } }),
    ...withoutUndefined({ followers: told }),
  };
}

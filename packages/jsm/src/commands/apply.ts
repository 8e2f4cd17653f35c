import {
  type AssetStep,
  applySteps,
  formatExactJson,
  type JetStreamManagerError,
  planAssets,
  type WantedAssets,
} from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readInputFile } from '../input/read-input-file.js';
import { UsageError } from '../process/usage-error.js';
import { type AddCommand, type CommandContext, isJson, lookOf, withManager } from '../running/command-context.js';
import { errorText } from '../view/error-text.js';
import { formatFollowers, isFollowerOff } from '../view/followers.js';
import type { Look } from '../view/look.js';
import { formatTable } from '../view/table.js';

interface ApplyFlags {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly recreate?: boolean;
  readonly yes?: boolean;
}

/**
 * `jsm apply FILE…`: creates and changes assets to match the files. With `--dry-run` it has the exit codes of `diff`.
 */
export const addApply: AddCommand = (program, context) => {
  program
    .command('apply')
    .description(
      'create and change streams, consumers and buckets to match YAML or JSON files; with --dry-run exit code 1 if they differ',
    )
    .argument('<files...>', 'YAML or JSON files, as jsm export prints them; - for standard input')
    .option('--dry-run', 'show the steps, but do not execute them')
    .option('--prune', 'delete consumers and streams that are in no file; keep buckets and object stores')
    .option('--recreate', 'delete and create again what cannot be changed in place; keep messages and consumers')
    .option('--yes', 'confirm the steps of --prune and --recreate')
    .action(async (files: readonly string[], flags: ApplyFlags, command: Command) => {
      context.failWith(2);
      const wanted = merge(await Promise.all(files.map((file) => readAssets(file, context))));
      await withManager(command, context, async (manager) => {
        const steps = await planAssets(manager, wanted, { prune: flags.prune ?? false });
        const open = steps.filter(({ action }) => action !== 'keep');
        if (flags.dryRun) {
          context.io.out(
            isJson(command) ? formatExactJson(open.map(planned), 2) : formatPlan(open, lookOf(command, context)),
          );
          return context.finish(open.length === 0 ? 0 : 1);
        }
        assertConfirmed(open, flags);
        const failures = new Map<AssetStep, JetStreamManagerError>();
        let isLacking = false;
        await applySteps(manager, open, {
          recreate: flags.recreate ?? false,
          onRecreated: (result) => {
            for (const line of formatFollowers(result)) context.io.err(line);
            isLacking ||= result.followers?.some(isFollowerOff) ?? false;
          },
          onStep: (step, failure) => {
            if (failure !== undefined) failures.set(step, failure);
            if (!isJson(command)) report(step, failure, context);
          },
        });
        if (isJson(command)) context.io.out(formatExactJson(asJson(open, failures), 2));
        else if (open.length === 0) context.io.out('Everything is as the files say.');
        context.finish(failures.size > 0 || isLacking ? 1 : 0);
      });
    });
};

/** Applying older files cannot undo a deletion or a recreation. */
function assertConfirmed(steps: readonly AssetStep[], { yes, recreate }: ApplyFlags): void {
  const risky = steps.filter(({ action }) => action === 'delete' || (action === 'recreate' && recreate));
  if (risky.length === 0 || yes) return;
  throw new UsageError(
    `these steps need --yes:\n${risky.map((step) => `  ${step.action} ${nameOf(step)}`).join('\n')}`,
  );
}

async function readAssets(file: string, { io }: CommandContext): Promise<WantedAssets> {
  const text = await readInputFile(file, io);
  const documents = (await readDocuments(text, file)).filter((value) => value !== null && value !== undefined);
  if (documents.length === 0) throw new UsageError(`${file} contains no streams, buckets or objects`);
  return merge(documents.map((value) => readDocument(value, file)));
}

/** The values of all documents of a YAML file. JSON is YAML with one document. */
async function readDocuments(text: string, file: string): Promise<readonly unknown[]> {
  const { parseAllDocuments } = await import('yaml');
  const fail = (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} is neither YAML nor JSON: ${reason}`, { cause: error });
  };
  const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), { merge: true });
  if (!Array.isArray(documents)) return [];
  for (const { errors, warnings } of documents) for (const error of [...errors, ...warnings]) fail(error);
  try {
    return documents.map((document) => document.toJS() as unknown);
  } catch (error) {
    return fail(error);
  }
}

const kinds = ['streams', 'buckets', 'objects'];

function readDocument(value: unknown, file: string): WantedAssets {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${file} contains no streams, buckets or objects`);
  // A member that begins with x- only holds values for anchors.
  const named = Object.entries(value).filter(([kind]) => !kind.startsWith('x-'));
  for (const [kind, list] of named) {
    if (!kinds.includes(kind)) throw new UsageError(`${file}: ${kind} is not one of ${kinds.join(', ')}`);
    if (!Array.isArray(list)) throw new UsageError(`${file}: ${kind} is not a list`);
  }
  // The plan checks the names, types and ranges of the fields.
  return Object.fromEntries(named);
}

const merge = (all: readonly WantedAssets[]): WantedAssets => ({
  streams: all.flatMap(({ streams = [] }) => streams),
  buckets: all.flatMap(({ buckets = [] }) => buckets),
  objects: all.flatMap(({ objects = [] }) => objects),
});

const nameOf = ({ stream, consumer }: AssetStep): string => [stream, consumer].filter(Boolean).join(' > ');

function report(step: AssetStep, failure: JetStreamManagerError | undefined, { io }: CommandContext): void {
  if (failure === undefined) io.out(`${step.action} ${step.kind} ${nameOf(step)}: done`);
  else io.err(`${step.action} ${step.kind} ${nameOf(step)}: ${errorText(failure)}`);
}

function formatPlan(steps: readonly AssetStep[], look: Look): string {
  if (steps.length === 0) return 'Everything is as the files say.';
  const rows = steps.flatMap((step) => {
    const head = [step.action, step.kind, nameOf(step)];
    if (step.changes.length === 0) return [[...head, '', '', '', remarkOf(step)]];
    return step.changes.map(({ field, from, to, canApply, reason }, index) => [
      ...(index === 0 ? head : ['', '', '']),
      field,
      JSON.stringify(from) ?? '',
      JSON.stringify(to) ?? '',
      canApply ? '' : (reason ?? 'the server refuses it'),
    ]);
  });
  return formatTable('Plan', ['Do', 'Kind', 'Name', 'Field', 'Now', 'Wanted', 'Why not'], rows, look);
}

function remarkOf({ trouble, unfinished }: AssetStep): string {
  if (trouble !== undefined) return errorText(trouble);
  return unfinished === undefined ? '' : `an earlier attempt was cut off; it continues from ${unfinished}`;
}

/** A step for programs, with the text of its error. */
const planned = ({ trouble, ...step }: AssetStep) => ({
  ...step,
  ...(trouble === undefined ? {} : { trouble: trouble.message }),
});

const asJson = (steps: readonly AssetStep[], failures: ReadonlyMap<AssetStep, JetStreamManagerError>) =>
  steps.map((step) => ({ ...planned(step), failure: failures.get(step)?.message }));

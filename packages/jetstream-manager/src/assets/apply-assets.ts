import { rm } from 'node:fs/promises';
import { backupStream } from '../backup/backup-stream.js';
import { makeWorkDirectory } from '../backup/work-directory.js';
import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { isJetStreamManagerError, JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { forgetReplacement, isInService, readUnfinished } from '../restore/replacement-note.js';
import type { RestoreResult } from '../restore/restore-options.js';
import { restoreStream } from '../restore/restore-stream.js';
import { readStreamInfo } from '../streams/exact-stream-info.js';
import type { NamedStreamSettings, StreamSettings } from '../streams/stream-config.js';
import { type AssetStep, type PlanOptions, planAssets, planOptionNames } from './plan-assets.js';
import { createConsumer, recreateConsumer } from './recreate-consumer.js';
import type { WantedAssets } from './wanted-assets.js';

/** Options of {@link applyAssets}. */
export interface ApplyOptions extends PlanOptions {
  /**
   * Recreates streams and consumers if no server can make the change in place. A stream is backed up and restored with
   * the new settings, so its messages and consumers are kept. A consumer continues after its ack floor. Default
   * `false`: such a step fails with `RECREATION_NEEDED`, and the other steps are done.
   */
  readonly recreate?: boolean;
  /** Called after a stream was recreated, with the outcome of its restore, such as what happened to its followers. */
  readonly onRecreated?: (result: RestoreResult) => void;
  /** Called after each step. */
  readonly onStep?: (step: AssetStep, failure: JetStreamManagerError | undefined) => void;
}

const applyOptionNames = {
  ...planOptionNames,
  recreate: true,
  onRecreated: true,
  onStep: true,
} as const satisfies OptionNames<ApplyOptions>;

/** The result of {@link applyAssets}. */
export interface AppliedAssets {
  /** Steps that were done. */
  readonly done: readonly AssetStep[];
  /** Steps that failed, each with its error. */
  readonly failed: ReadonlyMap<AssetStep, JetStreamManagerError>;
}

/**
 * Creates and changes the assets of the account until they match. It plans the steps like {@link planAssets}, and does
 * each of them.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 */
export async function applyAssets(
  manager: Manager,
  wanted: WantedAssets,
  options: ApplyOptions = {},
): Promise<AppliedAssets> {
  assertKnownOptions('applyAssets', options, applyOptionNames);
  const { prune } = options;
  return applySteps(manager, await planAssets(manager, wanted, withoutUndefined({ prune })), options);
}

/** Does the steps of a plan. A failed step does not stop the others. A `blocked` step fails with its `trouble`. */
export async function applySteps(
  manager: Manager,
  steps: readonly AssetStep[],
  options: ApplyOptions,
): Promise<AppliedAssets> {
  assertKnownOptions('applySteps', options, applyOptionNames);
  const { recreate = false, onStep, onRecreated } = options;
  const done: AssetStep[] = [];
  const failed = new Map<AssetStep, JetStreamManagerError>();
  for (const step of steps.filter(({ action }) => action !== 'keep')) {
    try {
      const result = await apply(manager, step, recreate);
      if (result !== undefined) onRecreated?.(result);
      done.push(step);
      onStep?.(step, undefined);
    } catch (error) {
      const failure = toManagerError(error, `${step.action} ${step.stream}`);
      failed.set(step, failure);
      onStep?.(step, failure);
    }
  }
  return { done, failed };
}

/** Returns the outcome of the restore, if the step needed one. */
async function apply(manager: Manager, step: AssetStep, recreate: boolean): Promise<RestoreResult | undefined> {
  if (step.trouble !== undefined) throw step.trouble;
  if (step.action === 'recreate' && !recreate) throw needsRecreation(step);
  if (step.kind === 'stream') return applyStream(manager, step);
  await applyConsumer(manager, step);
  return undefined;
}

async function applyStream(
  manager: Manager,
  { action, stream, settings }: AssetStep,
): Promise<RestoreResult | undefined> {
  // A stream step holds stream settings.
  const wanted = settings as NamedStreamSettings;
  switch (action) {
    case 'create':
      await manager.streams.create(wanted, {});
      return undefined;
    case 'update':
      await manager.streams.update(stream, wanted);
      return undefined;
    case 'recreate':
      return recreateStream(manager, stream, wanted);
    case 'delete':
      await manager.streams.delete(stream);
      return undefined;
    case 'blocked':
    case 'keep':
    default:
      return undefined;
  }
}

/**
 * Recreates a stream with a restore over it, because that is safe: it rehearses, sets the stream aside, and puts it
 * back after a failure. A recreation that was cut off continues from the backup that the note on the server names.
 */
async function recreateStream(
  manager: Manager,
  stream: string,
  settings: StreamSettings,
): Promise<RestoreResult | undefined> {
  const living = await readStreamInfo(manager.context, stream);
  const unfinished = await readUnfinished(manager, stream, living);
  const directory = unfinished?.backup ?? (await makeWorkDirectory('jetstream-recreate'));
  let isNeeded = false;
  try {
    if (unfinished === undefined) await backupStream(manager, stream, directory);
    else if (living !== undefined && (await isInService(living, unfinished))) {
      await forgetReplacement(manager, stream);
      return undefined;
    }
    return await restoreStream(manager, directory, { overwrite: true, settings });
  } catch (error) {
    // In these cases the messages exist only in this directory.
    isNeeded = unfinished !== undefined || isJetStreamManagerError(error, 'STREAM_NOT_PUT_BACK');
    throw error;
  } finally {
    if (!isNeeded) await rm(directory, { recursive: true, force: true });
  }
}

async function applyConsumer(manager: Manager, { action, stream, consumer = '', settings }: AssetStep): Promise<void> {
  const consumers = manager.consumers(stream);
  // A consumer step holds consumer settings.
  const wanted = settings as ConsumerSettings;
  switch (action) {
    case 'create':
      // A stream that was restored from a backup already has its consumers.
      if (await consumers.exists(consumer)) await (await consumers.load(consumer)).update(wanted);
      else await createConsumer(manager, { stream, consumer, wanted });
      return;
    case 'update':
      await (await consumers.load(consumer)).update(wanted);
      return;
    case 'recreate':
      await recreateConsumer(manager, { stream, consumer, wanted });
      return;
    case 'delete':
      await consumers.delete(consumer);
      return;
    case 'blocked':
    case 'keep':
    default:
      return;
  }
}

function needsRecreation({ stream, consumer, changes }: AssetStep): JetStreamManagerError {
  const reasons = changes.flatMap(({ canApply, field, reason }) =>
    canApply ? [] : [`${field}: ${reason ?? 'refused'}`],
  );
  return new JetStreamManagerError(
    'RECREATION_NEEDED',
    `${[stream, consumer].filter(Boolean).join(' > ')} cannot be changed in place (${reasons.join(', ')})`,
    { details: { stream, consumer, changes } },
  );
}

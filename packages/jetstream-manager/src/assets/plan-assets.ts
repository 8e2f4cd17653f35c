import { assertName } from '../api/api-subject.js';
import { listTrouble } from '../api/list-trouble.js';
import { isInternalName } from '../api/stream-kind.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import type { Consumer } from '../consumers/consumer.js';
import type { ConsumerSettings } from '../consumers/consumer-config.js';
import type { ConsumerList } from '../consumers/stream-consumers.js';
import { diffConsumer } from '../diff/consumer-diff.js';
import type { FieldChange } from '../diff/field-change.js';
import { diffStream } from '../diff/stream-diff.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { readLeftStream } from '../restore/left-stream.js';
import {
  isUnfinished,
  openBackupOf,
  parseReplacement,
  type Replacement,
  unfinished,
} from '../restore/replacement-note.js';
import type { Stream } from '../streams/stream.js';
import type { NamedStreamSettings } from '../streams/stream-config.js';
import { assertWanted } from './assert-wanted.js';
import { orderSteps, type StreamChange } from './order-steps.js';
import { isPlaceholder } from './recreate-consumer.js';
import { bucketStream, objectStream, type WantedAssets } from './wanted-assets.js';

/** One step of a plan, for one stream or consumer. */
export interface AssetStep {
  /**
   * `keep`: nothing differs. `recreate`: no server can make the change in place; the messages are kept. `delete`: the
   * asset is not wanted, and `prune` is set. `blocked`: the asset exists but cannot be read, so the right action is
   * unknown; `trouble` has the reason. The consumers of a blocked stream have no steps.
   */
  readonly action: 'create' | 'update' | 'recreate' | 'delete' | 'keep' | 'blocked';
  /** Whether the step is about a stream or a consumer. */
  readonly kind: 'stream' | 'consumer';
  /** Name of the stream. */
  readonly stream: string;
  /** Name of the consumer; `undefined` for a stream. */
  readonly consumer?: string;
  /** The differences; empty unless the action is `update` or `recreate`. */
  readonly changes: readonly FieldChange[];
  /** The wanted settings. */
  readonly settings: NamedStreamSettings | ConsumerSettings;
  /** Why the step is `blocked`; `undefined` for all other actions. */
  readonly trouble?: JetStreamManagerError;
  /** The backup from which an interrupted recreation continues; `undefined` if no recreation was interrupted. */
  readonly unfinished?: string;
}

/** Options of {@link planAssets}. */
export interface PlanOptions {
  /**
   * Deletes unwanted consumers of the named streams, and unwanted streams. Buckets, object stores and the server's own
   * streams are never deleted. Default `false`.
   */
  readonly prune?: boolean;
}

export const planOptionNames = {
  prune: true,
} as const satisfies OptionNames<PlanOptions>;

/**
 * Plans the steps that create and change the assets of the account until they match. It changes nothing. The steps are in
 * the order of `wanted`, except that a stream that frees a subject comes before the stream that takes it.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `INVALID_CONFIGURATION` when an asset is named twice or has no name, a setting is misspelt, of a wrong type or out of
 *   range, subjects of two streams overlap, or streams copy from each other in a cycle
 */
export async function planAssets(
  manager: Manager,
  wanted: WantedAssets,
  options: PlanOptions = {},
): Promise<readonly AssetStep[]> {
  assertKnownOptions('planAssets', options, planOptionNames);
  const { prune = false } = options;
  const named = collect(wanted);
  const { streams, ...unlisted } = await manager.streams.list();
  const existing = new Map(streams.map((stream) => [stream.name, stream]));
  const notes = collectNotes(streams);
  const trouble = listTrouble(unlisted, 'stream');
  const changes: StreamChange<AssetStep>[] = [];
  for (const { settings, consumers } of named) {
    const stream = existing.get(settings.name);
    const reason = stream === undefined ? trouble.get(settings.name) : undefined;
    if (reason !== undefined) {
      changes.push(changeOf([blocked({ kind: 'stream', stream: settings.name, settings }, reason)], stream));
      continue;
    }
    const note = notes.get(settings.name);
    const left = note !== undefined && isUnfinished(note, stream?.lastInfo) ? note : undefined;
    const first = left === undefined ? planStream(settings, stream, manager) : await planRest(settings, left);
    const rest =
      consumers === undefined ? [] : await planConsumers(settings.name, consumers, stream, { manager, prune });
    changes.push(changeOf([first, ...rest], stream));
  }
  if (prune) {
    const names = new Set(named.map(({ settings }) => settings.name));
    const unwanted = streams.filter(
      ({ name, isInternal, lastInfo }) => !names.has(name) && !isInternal && readLeftStream(lastInfo) === undefined,
    );
    for (const stream of unwanted) {
      const { name } = stream;
      changes.push(changeOf([step('delete', { kind: 'stream', stream: name, settings: { name } })], stream));
    }
    for (const [name, reason] of trouble) {
      if (names.has(name) || isInternalName(name)) continue;
      changes.push(changeOf([blocked({ kind: 'stream', stream: name, settings: { name } }, reason)], undefined));
    }
  }
  const account = {
    streams: new Map(streams.map(({ name, config }) => [name, config])),
    serverVersion: manager.context.serverVersion(),
  };
  return orderSteps(account, changes);
}

/** What other streams notice of the steps of one stream. The first step is about the stream itself. */
function changeOf(steps: readonly [AssetStep, ...AssetStep[]], existing: Stream | undefined): StreamChange<AssetStep> {
  const [{ action, stream, changes, settings }] = steps;
  const isNoticed = action === 'create' || action === 'delete' || changes.some(({ field }) => noticed.has(field));
  // A step about a stream holds stream settings.
  const after = { ...existing?.config, ...(settings as NamedStreamSettings) };
  return { stream, steps, after: action === 'delete' ? undefined : after, isChange: isNoticed };
}

/** The settings that concern other streams. */
const noticed: ReadonlySet<string> = new Set(['subjects', 'sources', 'mirror']);

interface Named {
  readonly settings: NamedStreamSettings;
  readonly consumers: readonly ConsumerSettings[] | undefined;
}

function collect(wanted: WantedAssets): readonly Named[] {
  assertWanted(wanted);
  const { streams = [], buckets = [], objects = [] } = wanted;
  const all: Named[] = [
    ...streams.map(({ consumers, ...settings }) => ({ settings, consumers })),
    ...buckets.map((bucket) => ({ settings: bucketStream(bucket), consumers: undefined })),
    ...objects.map((store) => ({ settings: objectStream(store), consumers: undefined })),
  ];
  assertOnce(
    all.map(({ settings }) => assertName(settings.name, 'stream')),
    'the stream',
  );
  return all;
}

function assertOnce(names: readonly string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new JetStreamManagerError('INVALID_CONFIGURATION', `${what} ${twice} is listed twice`, {
    details: { name: twice },
  });
}

/** The running or interrupted replacements, by stream. */
function collectNotes(streams: readonly Stream[]): ReadonlyMap<string, Replacement> {
  const notes = streams.map(({ lastInfo }) => parseReplacement(lastInfo)).filter((note) => note !== undefined);
  return new Map(notes.map((note) => [note.stream, note]));
}

/** The messages of the stream are in files, so the stream must not be created without them. */
async function planRest(settings: NamedStreamSettings, note: Replacement): Promise<AssetStep> {
  const about = { kind: 'stream', stream: settings.name, settings } as const;
  const isHere = await openBackupOf(note).then(
    () => true,
    () => false,
  );
  return isHere ? { ...step('recreate', about), unfinished: note.backup } : blocked(about, unfinished(note));
}

function planStream(settings: NamedStreamSettings, stream: Stream | undefined, { context }: Manager): AssetStep {
  const about = { kind: 'stream', stream: settings.name, settings } as const;
  if (stream === undefined) return step('create', about);
  const version = versionOfAnswer(stream.lastInfo, context.serverVersion());
  return planChange(about, diffStream(stream.config, settings, version));
}

async function planConsumers(
  stream: string,
  wanted: readonly ConsumerSettings[],
  existing: Stream | undefined,
  { manager, prune }: { readonly manager: Manager; readonly prune: boolean },
): Promise<readonly AssetStep[]> {
  const names = wanted.map((settings) => nameOf(settings, stream));
  assertOnce(names, `in ${stream} the consumer`);
  const { consumers: found, ...unlisted } = (await existing?.consumers.list()) ?? noConsumers;
  const byName = new Map(found.map((consumer) => [consumer.name, consumer]));
  const trouble = listTrouble(unlisted, 'consumer');
  const steps = wanted.map((settings, index) => {
    const consumer = names[index] ?? '';
    const about = { kind: 'consumer', stream, consumer, settings } as const;
    const reason = byName.has(consumer) ? undefined : trouble.get(consumer);
    return reason === undefined ? planConsumer(about, byName.get(consumer), manager) : blocked(about, reason);
  });
  const unwanted = prune
    ? found.filter((each) => each.isDurable && !names.includes(each.name) && !isPlaceholder(each))
    : [];
  const deletions = unwanted.map(({ name }) =>
    step('delete', { kind: 'consumer', stream, consumer: name, settings: {} }),
  );
  return [...steps, ...deletions];
}

const noConsumers: ConsumerList = { consumers: [], missing: [], offline: {}, unreadable: new Map() };

function planConsumer(about: About, consumer: Consumer | undefined, { context }: Manager): AssetStep {
  if (consumer === undefined) return step('create', about);
  const version = versionOfAnswer(consumer.lastInfo, context.serverVersion());
  return planChange(about, diffConsumer(consumer.config, about.settings, version));
}

function nameOf({ name, durable_name }: ConsumerSettings, stream: string): string {
  const found = durable_name ?? name;
  if (found !== undefined) return assertName(found, 'consumer');
  throw new JetStreamManagerError('INVALID_CONFIGURATION', `a consumer of ${stream} has no name`);
}

type About = Omit<AssetStep, 'action' | 'changes' | 'trouble'>;

function planChange(about: About, changes: readonly FieldChange[]): AssetStep {
  if (changes.length === 0) return step('keep', about);
  return step(changes.every(({ canApply }) => canApply) ? 'update' : 'recreate', about, changes);
}

const step = (action: AssetStep['action'], about: About, changes: readonly FieldChange[] = []): AssetStep => ({
  action,
  ...about,
  changes,
});

const blocked = (about: About, trouble: JetStreamManagerError): AssetStep => ({ ...step('blocked', about), trouble });

import { listTrouble } from '../api/list-trouble.js';
import { diffStream } from '../diff/stream-diff.js';
import type { JetStreamManagerError } from '../errors/manager-error.js';
import { isSet } from '../json/is-set.js';
import { withoutServerMetadata } from '../json/server-metadata.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { readLeftStream } from '../restore/left-stream.js';
import type { Stream } from '../streams/stream.js';
import type { StreamSettings } from '../streams/stream-config.js';
import { isPlaceholder } from './recreate-consumer.js';
import {
  bucketStream,
  objectStream,
  type WantedAssets,
  type WantedBucket,
  type WantedStream,
} from './wanted-assets.js';

/** Options of {@link exportAssets}. */
export interface ExportOptions {
  /** Exports only this stream. Default: all streams, except those of the server itself. */
  readonly stream?: string;
  /** Whether the export includes durable consumers. Default `true`. */
  readonly consumers?: boolean;
  /** Called for each stream or durable consumer that exists but cannot be read. The result does not contain it. */
  readonly onSkipped?: (asset: SkippedAsset) => void;
}

const exportOptionNames = {
  stream: true,
  consumers: true,
  onSkipped: true,
} as const satisfies OptionNames<ExportOptions>;

/** A stream or consumer that is missing in an export. */
export interface SkippedAsset {
  /** Name of the stream. */
  readonly stream: string;
  /** Name of the consumer; `undefined` for a stream. */
  readonly consumer?: string;
  /** Why it cannot be read. */
  readonly trouble: JetStreamManagerError;
}

/**
 * Exports the assets of the account in the form that `applyAssets` accepts. Settings that servers add on their own are
 * omitted.
 */
export async function exportAssets(manager: Manager, options: ExportOptions = {}): Promise<WantedAssets> {
  assertKnownOptions('exportAssets', options, exportOptionNames);
  const all = await readStreams(manager, options);
  const streams: WantedStream[] = [];
  const buckets: WantedBucket[] = [];
  const objects: WantedBucket[] = [];
  for (const asset of all.filter(({ isMqttState, lastInfo }) => !isMqttState && !readLeftStream(lastInfo))) {
    const bucket = asset.isKvBucket ? asBucket(asset, 'KV_', bucketStream) : undefined;
    const store = asset.isObjectBucket ? asBucket(asset, 'OBJ_', objectStream) : undefined;
    if (bucket !== undefined) buckets.push(bucket);
    else if (store !== undefined) objects.push(store);
    else streams.push(await asStream(asset, options));
  }
  return {
    ...(streams.length > 0 && { streams }),
    ...(buckets.length > 0 && { buckets }),
    ...(objects.length > 0 && { objects }),
  };
}

async function readStreams(manager: Manager, { stream, onSkipped }: ExportOptions): Promise<readonly Stream[]> {
  if (stream !== undefined) return [await manager.streams.load(stream)];
  const { streams, ...unlisted } = await manager.streams.list();
  for (const [name, trouble] of listTrouble(unlisted, 'stream')) onSkipped?.({ stream: name, trouble });
  return streams;
}

async function asStream(
  stream: Stream,
  { consumers: withConsumers = true, onSkipped }: ExportOptions,
): Promise<WantedStream> {
  const { name } = stream;
  const settings = { ...trim(stream.config, streamDefaults), name };
  if (!withConsumers || stream.lastInfo.state.consumer_count === 0) return settings;
  const { consumers, ...unlisted } = await stream.consumers.list();
  for (const [consumer, trouble] of listTrouble(unlisted, 'consumer')) onSkipped?.({ stream: name, consumer, trouble });
  const durable = consumers.filter((each) => each.isDurable && !isPlaceholder(each));
  return { ...settings, consumers: durable.map(({ config }) => trim(config, consumerDefaults)) };
}

/**
 * Returns a bucket if its stream equals the one that clients create. A stream that was changed by hand stays a stream.
 */
function asBucket(
  { config, name }: Stream,
  prefix: string,
  build: (bucket: WantedBucket) => StreamSettings,
): WantedBucket | undefined {
  const { description, max_age, max_bytes, storage, num_replicas, compression, max_msgs_per_subject, max_msg_size } =
    config;
  const metadata = withoutServerMetadata(config.metadata);
  const isKv = prefix === 'KV_';
  const bucket: WantedBucket = {
    bucket: name.slice(prefix.length),
    ...(description && { description }),
    ...(isKv && max_msgs_per_subject > 1 && { history: max_msgs_per_subject }),
    ...(isKv && max_msg_size > 0 && { max_value_size: max_msg_size }),
    ...(max_age > 0 && { ttl: max_age }),
    ...(max_bytes > 0 && { max_bytes }),
    ...(storage === 'memory' && { storage: 'memory' }),
    ...(num_replicas > 1 && { num_replicas }),
    ...(compression === 's2' && { compression: true }),
    ...(metadata && { metadata }),
  };
  return diffStream(config, build(bucket), '999.0.0').length === 0 ? bucket : undefined;
}

const streamDefaults: Readonly<Record<string, unknown>> = {
  retention: 'limits',
  storage: 'file',
  discard: 'old',
  num_replicas: 1,
  max_consumers: -1,
  max_msgs: -1,
  max_bytes: -1,
  max_msgs_per_subject: -1,
  max_msg_size: -1,
  duplicate_window: 120e9,
};

const consumerDefaults: Readonly<Record<string, unknown>> = {
  deliver_policy: 'all',
  replay_policy: 'instant',
  max_deliver: -1,
  max_waiting: 512,
  max_ack_pending: 1000,
  ack_wait: 30e9,
};

/** The relevant settings, without defaults, empty values and the server's own metadata. */
function trim(config: object, defaults: Readonly<Record<string, unknown>>): object {
  const entries = Object.entries(config).flatMap(([field, value]): [string, unknown][] => {
    if (field === 'metadata') {
      const own = withoutServerMetadata(value as Record<string, string>);
      return own === undefined ? [] : [[field, own]];
    }
    return isSet(value) && defaults[field] !== value ? [[field, value]] : [];
  });
  return Object.fromEntries(entries);
}

import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { assertKnownOptions, bucketStream, type NoSchema, type OptionNames, type Schema } from '@symphony-ts/contract';
import { apiPrefixOf, writePrefixOf } from './api-prefix.js';
import { askForStream } from './ask-for-stream.js';
import { BatchPace } from './batch-pace.js';
import type { KeyValueBucket } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import { assertBucketName } from './bucket-declaration.js';
import { assumedLayout, readLayout } from './bucket-layout.js';
import { getAllEntries } from './get-all.js';
import { guardMessages } from './guard/message-guard.js';
import { listKeys, readHistory } from './list-keys.js';
import { readEntry } from './read-entry.js';
import { SeenRevisions } from './seen-revisions.js';
import { assertKeepsValues } from './settings-for-values.js';
import { createValueCodec, type ValueOf, type ValueOptions, valueOptionNames } from './value-codec.js';
import { watchChanges } from './watch.js';
import { deleteAllEntries, putAllEntries } from './write-batch.js';
import { createEntry, putEntry, removeEntry, updateEntry } from './write-entry.js';

const DEFAULT_TIMEOUT_MS = 5_000;

/** Options of `openBucket`. */
export interface OpenBucketOptions<S extends Schema | NoSchema = NoSchema, Raw extends boolean = false>
  extends ValueOptions<S, Raw> {
  /** Milliseconds in which the server must answer one request. Default 5,000. */
  readonly timeoutMs?: number | undefined;
  /** `false`: opens the bucket without asking the server whether it exists. Default `true`. */
  readonly mustExist?: boolean | undefined;
}

const openOptionNames = {
  ...valueOptionNames,
  timeoutMs: true,
  mustExist: true,
} as const satisfies OptionNames<OpenBucketOptions>;

const bind = <T>(context: BucketContext<T>): KeyValueBucket<T> => ({
  name: context.bucket,
  get: (key, options) => readEntry(context, key, options),
  put: (key, value, options) => putEntry(context, key, value, options),
  create: (key, value, options) => createEntry(context, key, value, options),
  update: (key, value, revision, options) => updateEntry(context, { key, value, revision }, options),
  delete: (key, options) => removeEntry(context, 'delete', key, options),
  purge: (key, options) => removeEntry(context, 'purge', key, options),
  keys: (filter = '>', options = {}) => listKeys(context, filter, options),
  history: (key, options = {}) => readHistory(context, key, options),
  watch: (filter = '>', options = {}) => watchChanges(context, filter, options),
  putAll: (entries, options) => putAllEntries(context, entries, options),
  deleteAll: (keys, options) => deleteAllEntries(context, keys, options),
  getAll: (keys, options) => getAllEntries(context, keys, options),
});

/**
 * Opens an existing bucket. You need not close it: it lives as long as the connection.
 *
 * @example <!-- test/guides/entry-points.examples.ts#open-bucket -->
 * ```ts
 * await ensureBucket(nc, { name: 'prices', history: 5 });
 * const prices = await openBucket(nc, 'prices', { schema: z.number() });
 * await prices.put('widget', 3);
 * const price = (await prices.get('widget'))?.value;
 * ```
 * @throws `BUCKET_NOT_FOUND` when the bucket does not exist and `mustExist` is not `false`
 * @throws `INVALID_BUCKET` when the name is not valid, or `raw` and `schema` are given together
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 * @throws `STORAGE_REFUSED` when the stream behind the bucket has settings that lose or move values in silence: another retention
 *   than limits, a subject transform, or `no_ack`
 * @throws `TIMEOUT`, `DISCONNECTED`, `PERMISSION_DENIED`, `STORAGE_UNAVAILABLE`, `STORAGE_FAILED` when the server cannot be asked
 */
export async function openBucket<S extends Schema | NoSchema = NoSchema, const Raw extends boolean = false>(
  nc: NatsConnection,
  name: string,
  options: OpenBucketOptions<S, Raw> = {},
): Promise<KeyValueBucket<ValueOf<S, Raw>>> {
  assertKnownOptions('openBucket', options, openOptionNames);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, mustExist = true } = options;
  assertBucketName(name);
  guardMessages(nc);
  const codec = createValueCodec(name, options);
  const stream = bucketStream(name);
  const js = jetstream(nc, { timeout: timeoutMs, apiPrefix: apiPrefixOf(nc) });
  const writes = writePrefixOf(nc);
  const jsm = await js.jetstreamManager(false);
  const known = knownOn(nc, stream);
  let layout = assumedLayout(name, writes);
  if (mustExist) {
    const subject = `${js.apiPrefix}.STREAM.INFO.${stream}`;
    const { config, created, state } = await askForStream({ nc, jsm, bucket: name, subject, timeoutMs });
    assertKeepsValues(name, config);
    layout = readLayout(name, config, writes);
    if (known.seen.isOfOtherStream(created)) known.seen.clear();
    known.seen.reached(state.last_seq);
  }
  return bind({ nc, js, jsm, bucket: name, stream, timeoutMs, layout, codec, ...known });
}

/** Facts about a bucket that all its openers on the connection share. */
interface Known {
  readonly seen: SeenRevisions;
  readonly pace: BatchPace;
}

const knownByConnection = new WeakMap<NatsConnection, Map<string, Known>>();

function knownOn(nc: NatsConnection, stream: string): Known {
  const byStream = knownByConnection.get(nc) ?? new Map<string, Known>();
  knownByConnection.set(nc, byStream);
  const known = byStream.get(stream) ?? { seen: new SeenRevisions(), pace: new BatchPace() };
  byStream.set(stream, known);
  return known;
}

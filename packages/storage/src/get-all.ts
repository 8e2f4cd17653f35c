import type { Msg } from '@nats-io/nats-core';
import { SymphonyError, isSymphonyError } from '@symphony-ts/contract';
import { assertNotAborted } from './abort.js';
import { DEFAULT_WINDOW, type Keys } from './batch.js';
import type { BucketContext } from './bucket-context.js';
import type { ReadManyOptions } from './bucket.js';
import type { KeyValueEntry } from './entry.js';
import { assertKey } from './key.js';
import type { Verdict } from './ack-channel.js';
import { Pipeline } from './pipeline.js';
import { readChange } from './read-change.js';
import { runPipeline } from './run-pipeline.js';
import { explainSilence, timeoutError } from './storage-error.js';
import { operationOf, subjectPrefix, type StoredMessage } from './stored-message.js';

const OPERATION = 'getAll';
const NOTHING = new Uint8Array(0);

const parse = (bucket: string, { headers, data }: Msg): StoredMessage => ({
  key: headers?.get('Nats-Subject').slice(subjectPrefix(bucket).length) ?? '',
  revision: Number(headers?.get('Nats-Sequence')),
  created: new Date(headers?.get('Nats-Time-Stamp') ?? 0),
  operation: operationOf(headers),
  data,
});

function readReply(bucket: string, message: Msg, found: Map<string, StoredMessage>): Verdict {
  const code = message.headers?.code ?? 0;
  if (code === 503) return 'silence';
  if (code === 404) return 'done';
  if (code !== 0) {
    const reason = `${code} ${message.headers?.description ?? ''}`.trim();
    return new SymphonyError('STORAGE_FAILED', { bucket, operation: OPERATION, reason });
  }
  const read = parse(bucket, message);
  found.set(read.key, read);
  return 'done';
}

/** The latest messages of all keys, fetched over one pipeline. The first error ends it. */
async function fetchAll<T>(
  context: BucketContext<T>,
  keys: Keys,
  signal: AbortSignal | undefined,
): Promise<{ readonly order: ReadonlySet<string>; readonly found: ReadonlyMap<string, StoredMessage> }> {
  const { nc, js, jsm, bucket, stream, timeoutMs } = context;
  const what = `${OPERATION} on bucket '${bucket}'`;
  assertNotAborted(what, signal);
  const where = { jsm, bucket, operation: OPERATION, subject: `${js.apiPrefix}.DIRECT.GET.${stream}`, timeoutMs };
  const order = new Set<string>();
  const found = new Map<string, StoredMessage>();
  let failure: Error | undefined;
  const pipeline = new Pipeline(nc, {
    inboxPrefix: js.getOptions().watcherPrefix,
    what,
    window: DEFAULT_WINDOW,
    timeoutMs,
    subjectPrefix: `${js.apiPrefix}.DIRECT.GET.${stream}.${subjectPrefix(bucket)}`,
    readReply: (message) => readReply(bucket, message, found),
    explainSilence: () => explainSilence(where),
    onDone: () => undefined,
    onFailed: (_key, error) => {
      failure ??= error;
    },
  });
  const start = (key: string): void => {
    assertKey(bucket, key);
    if (failure) throw failure;
    if (order.has(key)) return;
    order.add(key);
    pipeline.send(key, NOTHING);
  };
  await runPipeline(pipeline, { what, source: keys, start, signal });
  if (isSymphonyError(failure, 'TIMEOUT')) throw await timeoutError(where, failure);
  if (failure) throw failure;
  return { order, found };
}

/** See `KeyValueBucket.getAll`. */
export async function getAllEntries<T>(
  context: BucketContext<T>,
  keys: Keys,
  { signal, onInvalid }: ReadManyOptions = {},
): Promise<Map<string, KeyValueEntry<T>>> {
  const { order, found } = await fetchAll(context, keys, signal);
  const entries = new Map<string, KeyValueEntry<T>>();
  for (const key of order) {
    const message = found.get(key);
    if (message?.operation !== 'put') continue;
    const change = await readChange(context.codec, message, onInvalid);
    if (change?.operation === 'put') entries.set(key, change);
  }
  return entries;
}

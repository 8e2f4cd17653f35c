import type { Msg } from '@nats-io/nats-core';
import { assertKnownOptions, isSymphonyError, toError } from '@symphony-ts/contract';
import { assertNotAborted } from './abort.js';
import type { Verdict } from './ack-channel.js';
import { assertKeys, DEFAULT_WINDOW, type Keys } from './batch.js';
import { type ReadManyOptions, readManyOptionNames } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueEntry } from './entry.js';
import { assertStoredKey } from './key.js';
import { Pipeline } from './pipeline.js';
import { readChange } from './read-change.js';
import { readDirectReply, readMessage } from './read-message.js';
import { runPipeline } from './run-pipeline.js';
import { explainSilence, timeoutError } from './storage-error.js';
import type { StoredMessage } from './stored-message.js';

const OPERATION = 'getAll';
const NOTHING = new Uint8Array(0);

/** Reads one reply into `found`; the replies of a pipeline come in any order. */
function collectReply(bucket: string, prefix: string, message: Msg, found: Map<string, StoredMessage>): Verdict {
  // Only an empty reply can be the server's, so headers of others are not read for it.
  if (message.data.length === 0 && message.headers?.code === 503) return 'silence';
  try {
    const read = readDirectReply(bucket, prefix, message);
    if (read) found.set(read.key, read);
    return 'done';
  } catch (error) {
    return toError(error);
  }
}

/** The latest messages of all keys, fetched over one pipeline. The first error ends it. */
async function fetchAll<T>(
  context: BucketContext<T>,
  keys: Keys,
  signal: AbortSignal | undefined,
): Promise<{ readonly order: Set<string>; readonly found: Map<string, StoredMessage> }> {
  const { nc, js, jsm, bucket, stream, timeoutMs, layout } = context;
  const what = `${OPERATION} on bucket '${bucket}'`;
  assertNotAborted(what, signal);
  const where = { nc, jsm, bucket, operation: OPERATION, subject: `${js.apiPrefix}.DIRECT.GET.${stream}`, timeoutMs };
  const order = new Set<string>();
  const found = new Map<string, StoredMessage>();
  let failure: Error | undefined;
  const pipeline = Pipeline.open(nc, {
    inboxPrefix: js.getOptions().watcherPrefix,
    what,
    window: DEFAULT_WINDOW,
    timeoutMs,
    subjectPrefix: `${js.apiPrefix}.DIRECT.GET.${stream}.${layout.storedPrefix}`,
    judgeReply: (message) => collectReply(bucket, layout.storedPrefix, message, found),
    explainSilence: () => explainSilence(where),
    onDone: () => undefined,
    onFailed: (_key, error) => {
      failure ??= error;
    },
  });
  const start = (key: string): void => {
    assertStoredKey(bucket, key);
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

/** How many keys are requested at a time if each needs a request to the leader. */
const LEADER_WINDOW = 64;

async function collectKeys<T>(
  { bucket }: BucketContext<T>,
  keys: Keys,
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  const order = new Set<string>();
  for await (const key of keys) {
    assertNotAborted(`${OPERATION} on bucket '${bucket}'`, signal);
    assertStoredKey(bucket, key);
    order.add(key);
  }
  return order;
}

/** Reads one by one the keys that were not read, or whose values are older than this connection has seen. */
async function readAgain<T>(
  context: BucketContext<T>,
  order: ReadonlySet<string>,
  found: Map<string, StoredMessage>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { seen, layout } = context;
  const isMissing = (key: string): boolean => {
    const revision = found.get(key)?.revision ?? 0;
    if (!layout.isDirect || revision < seen.atLeast(key)) return true;
    if (revision > 0) seen.note(key, revision);
    return false;
  };
  const missing = [...order].filter(isMissing);
  for (let from = 0; from < missing.length; from += LEADER_WINDOW) {
    const part = missing.slice(from, from + LEADER_WINDOW);
    const read = await Promise.all(part.map((key) => readMessage(context, key, { signal })));
    for (const [i, key] of part.entries()) {
      const message = read[i];
      if (message) found.set(key, message);
      else found.delete(key);
    }
  }
}

/** See `KeyValueBucket.getAll`. */
export async function getAllEntries<T>(
  context: BucketContext<T>,
  keys: Keys,
  options: ReadManyOptions = {},
): Promise<Map<string, KeyValueEntry<T>>> {
  assertKnownOptions(OPERATION, options, readManyOptionNames);
  const { signal, onInvalid } = options;
  assertKeys(keys);
  const { order, found } = context.layout.isDirect
    ? await fetchAll(context, keys, signal)
    : { order: await collectKeys(context, keys, signal), found: new Map<string, StoredMessage>() };
  await readAgain(context, order, found, signal);
  const entries = new Map<string, KeyValueEntry<T>>();
  for (const key of order) {
    const message = found.get(key);
    if (message?.operation !== 'put') continue;
    const change = await readChange(context.codec, message, onInvalid);
    if (change?.operation === 'put') entries.set(key, change);
  }
  return entries;
}

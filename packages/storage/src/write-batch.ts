import type { Msg, MsgHdrs } from '@nats-io/nats-core';
import { SymphonyError, isPromiseLike, isSymphonyError, toError } from '@symphony-ts/contract';
import { assertNotAborted } from './abort.js';
import { BatchTally, DEFAULT_WINDOW, iterateEntries } from './batch.js';
import type { BatchEntries, BatchOptions, BatchResult, Keys } from './batch.js';
import type { BucketContext } from './bucket-context.js';
import { assertKey } from './key.js';
import type { Verdict } from './ack-channel.js';
import { Pipeline } from './pipeline.js';
import { assertWindow, runPipeline } from './run-pipeline.js';
import { explainSilence } from './storage-error.js';
import { subjectPrefix } from './stored-message.js';
import { assertSize } from './value-codec.js';
import { removalHeaders } from './write-entry.js';

const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();
const LETTER_S = 's'.charCodeAt(0);

/** What the server says to one write: `{"stream": …}` for good, `{"error": …}` where it refused; so one letter tells. */
function readAck(bucket: string, operation: string, { data, headers }: Msg): Verdict {
  if (data[2] === LETTER_S) return 'done';
  if (headers?.code === 503) return 'silence';
  const text = decoder.decode(data);
  const reason = /"description":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? `unexpected reply ${text.slice(0, 100)}`;
  return new SymphonyError('STORAGE_FAILED', { bucket, operation, reason });
}

interface Batch<I> {
  readonly operation: string;
  readonly source: Iterable<I> | AsyncIterable<I>;
  readonly keyOf: (item: I) => string;
  /** The bytes to write; throws for what cannot be written. */
  readonly encode: (item: I) => Uint8Array | Promise<Uint8Array>;
  readonly headers?: MsgHdrs;
}

async function writeBatch<T, I>(
  context: BucketContext<T>,
  batch: Batch<I>,
  options: BatchOptions,
): Promise<BatchResult> {
  const { operation, source, headers } = batch;
  const { signal, onProgress, window = DEFAULT_WINDOW } = options;
  const what = `${operation} on bucket '${context.bucket}'`;
  assertWindow(window);
  assertNotAborted(what, signal);
  const tally = new BatchTally();
  const pipeline = openPipeline(context, { what, operation, window, headers }, tally);

  const send = (key: string, data: Uint8Array): void => {
    assertSize(context.bucket, key, data, context.nc.info?.max_payload);
    pipeline.send(key, data);
  };
  const fail = (key: string, thrown: unknown): void => tally.fail(key, toError(thrown));

  // Runs for each entry: no closure is made where none is needed.
  const start = (item: I): void | Promise<void> => {
    tally.total++;
    const key = batch.keyOf(item);
    try {
      assertKey(context.bucket, key);
      const data = batch.encode(item);
      if (!isPromiseLike(data)) return send(key, data);
      return data.then((bytes) => send(key, bytes)).catch((thrown: unknown) => fail(key, thrown));
    } catch (thrown) {
      return fail(key, thrown);
    }
  };
  try {
    await runPipeline(pipeline, { what, source, start, signal, onPause: () => onProgress?.(tally.progress) });
    return tally.result;
  } finally {
    onProgress?.(tally.progress);
  }
}

interface PipelineUse {
  readonly what: string;
  readonly operation: string;
  readonly window: number;
  readonly headers: MsgHdrs | undefined;
}

function openPipeline<T>(
  context: BucketContext<T>,
  { what, operation, window, headers }: PipelineUse,
  tally: BatchTally,
): Pipeline {
  const { nc, js, jsm, bucket, timeoutMs, fastIngest } = context;
  return new Pipeline(nc, {
    inboxPrefix: js.getOptions().watcherPrefix,
    what,
    window,
    timeoutMs,
    fastIngest,
    subjectPrefix: subjectPrefix(bucket),
    headers,
    readReply: (message) => readAck(bucket, operation, message),
    explainSilence: async () => {
      const error = await explainSilence({ jsm, bucket, operation, subject: subjectPrefix(bucket), timeoutMs });
      return isSymphonyError(error, 'BUCKET_NOT_FOUND') ? error : undefined;
    },
    onDone: (count) => {
      tally.succeeded += count;
    },
    onFailed: (key, error) => {
      if (isSymphonyError(error)) tally.fail(key, error);
      else
        tally.fail(
          key,
          new SymphonyError('STORAGE_FAILED', { bucket, operation, reason: error.message }, { cause: error }),
        );
    },
  });
}

/** See `KeyValueBucket.putAll`. */
export function putAllEntries<T>(
  context: BucketContext<T>,
  entries: BatchEntries<T>,
  options: BatchOptions = {},
): Promise<BatchResult> {
  const batch: Batch<readonly [string, T]> = {
    operation: 'putAll',
    source: iterateEntries(entries),
    keyOf: (entry) => entry[0],
    encode: (entry) => context.codec.encode(entry[0], entry[1]),
  };
  return writeBatch(context, batch, options);
}

/** See `KeyValueBucket.deleteAll`. */
export function deleteAllEntries<T>(
  context: BucketContext<T>,
  keys: Keys,
  options: BatchOptions = {},
): Promise<BatchResult> {
  const batch: Batch<string> = {
    operation: 'deleteAll',
    source: keys,
    keyOf: (key) => key,
    encode: () => NOTHING,
    headers: removalHeaders('delete'),
  };
  return writeBatch(context, batch, options);
}

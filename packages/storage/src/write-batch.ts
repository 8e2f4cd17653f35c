import type { Msg, MsgHdrs } from '@nats-io/nats-core';
import { assertKnownOptions, isPromiseLike, isSymphonyError, toError } from '@symphony-ts/contract';
import { assertNotAborted } from './abort.js';
import type { Verdict } from './ack-channel.js';
import {
  assertKeys,
  type BatchEntries,
  type BatchOptions,
  type BatchResult,
  BatchTally,
  batchOptionNames,
  DEFAULT_WINDOW,
  iterateEntries,
  type Keys,
} from './batch.js';
import type { BucketContext } from './bucket-context.js';
import { examineChain } from './examine-chain.js';
import { assertKey, assertStoredKey } from './key.js';
import { failureOf } from './persist.js';
import { Pipeline } from './pipeline.js';
import { assertWindow, runPipeline } from './run-pipeline.js';
import { type ApiError, isConflict, isPassing, refusalError } from './server-refusal.js';
import { silentWriteError } from './silent-write.js';
import { explainSilence, isStreamNotFound } from './storage-error.js';
import { assertSize } from './value-size.js';
import { removalHeaders } from './write-entry.js';

const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();
const LETTER_S = 's'.charCodeAt(0);

/** The server's answers to refused writes. The pipeline knows which write it was, and its size. */
const refusals = new WeakMap<Error, ApiError>();

function refused(refusal: ApiError): Error {
  const error = new Error(refusal.description);
  refusals.set(error, refusal);
  return error;
}

/** The server's reply to one write: `{"stream": …}` on success, `{"error": …}` on refusal. The first letter tells them apart. */
function readAck({ data, headers }: Msg): Verdict {
  if (data[2] === LETTER_S) return 'done';
  if (headers?.code === 503) return 'silence';
  const text = decoder.decode(data);
  try {
    const { error } = JSON.parse(text) as { readonly error?: ApiError };
    // The key was written after it had been read.
    if (error) return isPassing(error) || isConflict(error) ? 'silence' : refused(error);
  } catch {
    // This is not an acknowledgement. The error shows what it is.
  }
  return refused({ description: `unexpected reply ${text.slice(0, 100)}` });
}

/** One acknowledgement out of this many is parsed completely. */
const ACKS_A_LOOK = 64;
/** The shortest time between two questions how far the bucket has come, if acknowledgements do not show it. */
const ASK_MS = 250;

/** How far the bucket has come while a batch is written: read from an acknowledgement now and then, or asked for. */
class RevisionWatch<T> {
  readonly #context: BucketContext<T>;
  #isWanted = false;
  #acknowledged = 0;
  #askedAt = performance.now();

  constructor(context: BucketContext<T>) {
    this.#context = context;
  }

  /** Call this with every acknowledgement. */
  acknowledged({ data }: Msg): void {
    if (++this.#acknowledged % ACKS_A_LOOK > 0 && !this.#isWanted) return;
    const seq = /"seq":\s*(\d+)/.exec(decoder.decode(data))?.[1];
    if (seq === undefined) return;
    this.#isWanted = false;
    this.#context.seen.reached(Number(seq));
  }

  /** The revision known so far. A newer one follows the next time. */
  look(now = performance.now()): number | undefined {
    const { seen } = this.#context;
    if (this.#isWanted && now - this.#askedAt >= ASK_MS) {
      this.#askedAt = now;
      void lastRevision(this.#context).then((revision) => revision > 0 && seen.reached(revision));
    }
    this.#isWanted = true;
    return seen.newest;
  }
}

interface Batch<I> {
  readonly operation: string;
  readonly kind: 'put' | 'delete';
  readonly source: Iterable<I> | AsyncIterable<I>;
  readonly keyOf: (item: I) => string;
  /** The bytes to write. Throws for a value that cannot be written. */
  readonly encode: (item: I) => Uint8Array | Promise<Uint8Array>;
  readonly headers?: MsgHdrs;
}

async function writeBatch<T, I>(
  context: BucketContext<T>,
  batch: Batch<I>,
  options: BatchOptions,
): Promise<BatchResult> {
  const { operation, source, headers, kind } = batch;
  assertKnownOptions(operation, options, batchOptionNames);
  const { signal, onProgress, window = DEFAULT_WINDOW } = options;
  const what = `${operation} on bucket '${context.bucket}'`;
  assertWindow(window);
  assertNotAborted(what, signal);
  const tally = new BatchTally();
  const assertIts: (bucket: string, key: unknown) => void = kind === 'put' ? assertKey : assertStoredKey;
  const pipeline = openPipeline(context, { what, operation, window, headers, kind }, tally);
  // With one copy, no reader can be behind.
  const written = context.layout.replicas === 1 ? undefined : context.seen.beginMany();

  const send = (key: string, data: Uint8Array): void => {
    assertSize(context.nc, data, headers);
    written?.add(key);
    pipeline.send(key, data);
  };
  const fail = (key: string, thrown: unknown): void => tally.fail(key, toError(thrown));

  // This runs for each entry, so it makes a closure only if it needs one.
  const start = (item: I): void | Promise<void> => {
    tally.total++;
    const key = batch.keyOf(item);
    try {
      assertIts(context.bucket, key);
      const data = batch.encode(item);
      if (!isPromiseLike(data)) return send(key, data);
      return data.then((bytes) => send(key, bytes)).catch((error: unknown) => fail(key, error));
    } catch (error) {
      return fail(key, error);
    }
  };
  try {
    await runPipeline(pipeline, { what, source, start, signal, onPause: () => onProgress?.(tally.progress) });
    if (tally.succeeded > 0) written?.end(await lastRevision(context));
    return tally.result;
  } finally {
    onProgress?.(tally.progress);
  }
}

/** The revision of the last write to the bucket so far; 0 if the server cannot be asked, which fails the entries anyway. */
async function lastRevision<T>({ jsm, stream }: BucketContext<T>): Promise<number> {
  const info = await jsm.streams.info(stream).catch(() => undefined);
  return info?.state.last_seq ?? 0;
}

/**
 * True while the bucket has no leader, or the server cannot be asked. False if the bucket is gone, because waiting does not
 * help then.
 */
async function isOutOfReach<T>({ jsm, stream }: BucketContext<T>): Promise<boolean> {
  try {
    const { cluster } = await jsm.streams.info(stream);
    return cluster !== undefined && cluster.leader === undefined;
  } catch (error) {
    return !isStreamNotFound(error);
  }
}

interface PipelineUse {
  readonly what: string;
  readonly operation: string;
  readonly window: number;
  readonly headers: MsgHdrs | undefined;
  readonly kind: 'put' | 'delete';
}

function openPipeline<T>(
  context: BucketContext<T>,
  { what, operation, window, headers, kind }: PipelineUse,
  tally: BatchTally,
): Pipeline {
  const { nc, js, jsm, bucket, timeoutMs, layout } = context;
  const { writePrefix, maxValueBytes, replicas } = layout;
  let hasAnswered = false;
  const revisions = new RevisionWatch(context);
  return Pipeline.open(nc, {
    inboxPrefix: js.getOptions().watcherPrefix,
    what,
    window,
    timeoutMs,
    fastIngest: layout.takesBatches,
    pace: layout.takesAtomicBatches ? context.pace : undefined,
    subjectPrefix: writePrefix,
    headers,
    judgeReply: (message) => {
      const verdict = readAck(message);
      if (verdict === 'done') revisions.acknowledged(message);
      return verdict;
    },
    newest: () => revisions.look(),
    examine: (chain) => examineChain(context, kind, chain),
    mayPass: (error) => failureOf(error) !== 'final',
    explainSilence: async () => {
      const error = await explainSilence({ nc, jsm, bucket, operation, subject: writePrefix, timeoutMs });
      return isSymphonyError(error, 'BUCKET_NOT_FOUND') ? error : undefined;
    },
    isUnavailable: async () => {
      const isOut = await isOutOfReach(context);
      hasAnswered = !isOut;
      return isOut;
    },
    onDone: (count) => {
      tally.succeeded += count;
    },
    onFailed: (key, error, bytes) => {
      const refusal = refusals.get(error) ?? { description: error.message };
      const write = { bucket, operation, bytes, maxValueBytes };
      const explained = hasAnswered ? silentWriteError(error, { bucket, replicas }) : error;
      tally.fail(key, isSymphonyError(explained) ? explained : refusalError(refusal, write, error));
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
    kind: 'put',
    source: iterateEntries(entries),
    keyOf: (entry) => entry[0],
    encode: (entry) => context.codec.encode(entry[0], entry[1]),
  };
  return writeBatch(context, batch, options);
}

/** See `KeyValueBucket.deleteAll`. */
export async function deleteAllEntries<T>(
  context: BucketContext<T>,
  keys: Keys,
  options: BatchOptions = {},
): Promise<BatchResult> {
  assertKeys(keys);
  const batch: Batch<string> = {
    operation: 'deleteAll',
    kind: 'delete',
    source: keys,
    keyOf: (key) => key,
    encode: () => NOTHING,
    headers: removalHeaders('delete'),
  };
  return writeBatch(context, batch, options);
}

import { createInbox, headers, type Msg, type MsgHdrs } from '@nats-io/nats-core';
import {
  assertKnownOptions,
  DisconnectedError,
  isSymphonyError,
  KeyExistsError,
  type MaybePromise,
  RevisionConflictError,
  SymphonyError,
  TimeoutError,
  toError,
  whenReady,
  withoutUndefined,
} from '@symphony-ts/contract';
import { firstAttemptTimeMs } from './attempt-time.js';
import { type CallOptions, callOptionNames, type RemoveOptions, removeOptionNames } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import { isAtLeast } from './connection-status.js';
import { assertKey, assertRevision, assertStoredKey } from './key.js';
import { type FailedAttempt, failureOf, persist } from './persist.js';
import { readCurrent } from './read-message.js';
import { Cancellation } from './requests/cancellation.js';
import type { Ask } from './requests/pending-request.js';
import { requestsOf } from './requests/request-multiplexer.js';
import { OPERATION_HEADER, operations } from './stored-message.js';
import { assertSize } from './value-size.js';
import { type Ack, judgeRefusal, revisionIn, type Write, writeOnce } from './write-once.js';
import { EXPECTED_HEADER, WRITE_ID_HEADER } from './write-outcome.js';

const NOTHING = new Uint8Array(0);
/** How often `create` looks again when others write and delete the same key at the same time. */
const CREATE_ATTEMPTS = 5;

/**
 * Writes to the key's subject and resolves with the revision.
 * @throws `REVISION_CONFLICT` when the revision is not the expected one
 */
const write = <T>(context: BucketContext<T>, wanted: Write, signal: AbortSignal | undefined): Promise<number> =>
  requestsOf(context.nc).request(new FirstAttempt(context, wanted, signal));

/** The single request of most writes. Its acknowledgement is read as it arrives. Other cases are tried again. */
class FirstAttempt<T> implements Ask<number> {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly timeoutMs: number;
  readonly cancellations: Ask<unknown>['cancellations'];
  readonly #context: BucketContext<T>;
  readonly #wanted: Write;
  readonly #signal: AbortSignal | undefined;
  readonly #since = performance.now();
  readonly #after: number | undefined;

  constructor(context: BucketContext<T>, wanted: Write, signal: AbortSignal | undefined) {
    this.#after = context.seen.newest;
    this.subject = context.layout.writePrefix + wanted.key;
    this.data = wanted.data;
    this.timeoutMs = firstAttemptTimeMs(context.timeoutMs);
    this.cancellations = signal && [Cancellation.of(signal)];
    this.#context = context;
    this.#wanted = wanted;
    this.#signal = signal;
  }

  headers(): MsgHdrs | undefined {
    return this.#wanted.headers;
  }

  read(reply: Msg): MaybePromise<number> {
    const ack = reply.json<Ack>();
    const revision = revisionIn(ack);
    if (revision === undefined) return this.#refused(ack).catch((error: unknown) => this.recover(error));
    this.#context.seen.note(this.#wanted.key, revision);
    return revision;
  }

  recover(error: unknown): Promise<number> {
    const failed = { error, since: this.#since };
    return writeAgain(this.#context, this.#wanted, { signal: this.#signal, failed, after: this.#after });
  }

  #refused({ error }: Ack): Promise<number> {
    const attempt = { ...this.#wanted, isRepeated: false, after: this.#after, error };
    return judgeRefusal(this.#context, attempt, { timeoutMs: this.timeoutMs, signal: this.#signal });
  }
}

interface FirstFailure {
  readonly signal: AbortSignal | undefined;
  readonly failed: FailedAttempt;
  /** See `Attempt.after`. */
  readonly after: number | undefined;
}

/** The attempts after a failed first one. */
async function writeAgain<T>(
  context: BucketContext<T>,
  wanted: Write,
  { signal, failed, after: known }: FirstFailure,
): Promise<number> {
  const { operation, key } = wanted;
  // Facts that an attempt without an answer passes on to the next.
  let isUnknown = failureOf(failed.error) === 'unknown';
  let reason: string | undefined;
  const attempt = async (timeoutMs: number): Promise<number> => {
    try {
      // Facts about another bucket of that name mean nothing.
      const after = context.seen.isClearedSince(failed.since) ? undefined : known;
      return await writeOnce(context, { ...wanted, isRepeated: isUnknown, after }, { timeoutMs, signal });
    } catch (error) {
      if (failureOf(error) === 'unknown') isUnknown = true;
      if (isSymphonyError(error, 'TIMEOUT')) reason = error.params.reason ?? reason;
      throw error;
    }
  };
  try {
    const revision = await persist(context, { operation, signal, failed }, attempt);
    context.seen.note(key, revision);
    return revision;
  } catch (error) {
    throw isUnknown ? undecided(error, { context, key, reason }) : error;
  }
}

interface Undecided<T> {
  readonly context: BucketContext<T>;
  readonly key: string;
  /** The reason for the silence, as far as an attempt found it. */
  readonly reason: string | undefined;
}

/** An attempt may have been stored. So the error is about the write, whatever the last attempt failed with. */
function undecided<T>(error: unknown, { context: { layout, timeoutMs }, key, reason }: Undecided<T>): unknown {
  if (failureOf(error) === 'final') return error;
  const subject = layout.writePrefix + key;
  const options = { cause: error };
  return isSymphonyError(error, 'DISCONNECTED')
    ? new DisconnectedError({ what: subject, isSent: true }, options)
    : new TimeoutError({ subject, timeoutMs, ...withoutUndefined({ reason }) }, options);
}

function encode<T>(context: BucketContext<T>, key: string, value: T): MaybePromise<Uint8Array> {
  assertKey(context.bucket, key);
  return context.codec.encode(key, value);
}

/**
 * The headers of a write that the server refuses unless the key is at `revision`, and that can be told from another write of
 * the same value.
 */
function conditions(revision: number, base: MsgHdrs = headers()): MsgHdrs {
  base.set(EXPECTED_HEADER, String(revision));
  base.set(WRITE_ID_HEADER, createInbox('w').slice(2));
  return base;
}

const NO_OPTIONS: CallOptions = {};

/** See `KeyValueBucket.put`. No step of it waits but the request, unless a schema does. */
export function putEntry<T>(
  context: BucketContext<T>,
  key: string,
  value: T,
  options: CallOptions = NO_OPTIONS,
): Promise<number> {
  try {
    assertKnownOptions('put', options, callOptionNames);
    const revision = whenReady(encode(context, key, value), (data) => {
      assertSize(context.nc, data);
      return write(context, { operation: 'put', key, data }, options.signal);
    });
    return Promise.resolve(revision);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** See `KeyValueBucket.update`. */
export async function updateEntry<T>(
  context: BucketContext<T>,
  { key, value, revision }: { readonly key: string; readonly value: T; readonly revision: number },
  options: CallOptions = NO_OPTIONS,
): Promise<number> {
  assertKnownOptions('update', options, callOptionNames);
  assertRevision(revision);
  const data = await encode(context, key, value);
  const conditional = conditions(revision);
  assertSize(context.nc, data, conditional);
  return write(context, { operation: 'update', key, data, expected: revision, headers: conditional }, options.signal);
}

/**
 * See `KeyValueBucket.create`. A deleted key leaves a marker, so creating it again updates the marker. Somebody else may do so
 * first.
 */
export async function createEntry<T>(
  context: BucketContext<T>,
  key: string,
  value: T,
  options: CallOptions = NO_OPTIONS,
): Promise<number> {
  assertKnownOptions('create', options, callOptionNames);
  const { bucket } = context;
  const { signal } = options;
  const data = await encode(context, key, value);
  let expected = 0;
  for (let count = 0; count < CREATE_ATTEMPTS; count++) {
    const conditional = conditions(expected);
    assertSize(context.nc, data, conditional);
    try {
      return await write(context, { operation: 'create', key, data, expected, headers: conditional }, signal);
    } catch (error) {
      if (!(error instanceof RevisionConflictError)) throw error;
    }
    const latest = await readCurrent(context, key, signal);
    if (latest?.operation === 'put') throw new KeyExistsError({ bucket, key, revision: latest.revision });
    expected = latest?.revision ?? 0;
  }
  const reason = `others write and delete '${key}' all the time`;
  throw new SymphonyError('STORAGE_FAILED', { bucket, operation: 'create', reason });
}

/** The headers of a removal. */
export function removalHeaders(kind: 'delete' | 'purge'): MsgHdrs {
  const result = headers();
  result.set(OPERATION_HEADER, operations[kind]);
  if (kind === 'purge') result.set('Nats-Rollup', 'sub');
  return result;
}

/** See `KeyValueBucket.delete` and `purge`. */
export async function removeEntry<T>(
  context: BucketContext<T>,
  kind: 'delete' | 'purge',
  key: string,
  options: RemoveOptions = NO_OPTIONS,
): Promise<void> {
  assertKnownOptions(kind, options, removeOptionNames);
  const { revision, signal } = options;
  assertStoredKey(context.bucket, key);
  if (revision !== undefined) assertRevision(revision);
  const base = removalHeaders(kind);
  const removal = revision === undefined ? base : conditions(revision, base);
  const wanted: Write = { operation: kind, key, data: NOTHING, headers: removal, expected: revision };
  try {
    await write(context, wanted, signal);
  } catch (error) {
    if (!isSymphonyError(error, 'STORAGE_FULL') || !mayFree(context, kind, revision)) throw error;
    await freeSpace(context, key, error);
    await write(context, wanted, signal);
  }
}

/**
 * Whether the values of a key may go before there is a marker: if the removal leaves none of them, and depends on no revision. What
 * a mirror shows is not its own. Servers before 2.10 do not give back the space.
 */
const mayFree = <T>(
  { nc, layout }: BucketContext<T>,
  kind: 'delete' | 'purge',
  revision: number | undefined,
): boolean =>
  revision === undefined &&
  layout.storedPrefix === layout.writePrefix &&
  (kind === 'purge' || layout.history === 1) &&
  isAtLeast(nc, 10);

/** Makes room in a full store, which refuses even the marker of a removal. @throws `refusal` if the server does not allow it */
async function freeSpace<T>({ jsm, stream, layout }: BucketContext<T>, key: string, refusal: unknown): Promise<void> {
  await jsm.streams.purge(stream, { filter: layout.storedPrefix + key }).catch(() => Promise.reject(toError(refusal)));
}

import { type MsgHdrs, headers as newHeaders } from '@nats-io/nats-core';
import { jetStreamCodes, RevisionConflictError, SymphonyError } from '@symphony-ts/contract';
import { ask } from './ask.js';
import type { BucketContext } from './bucket-context.js';
import { type FoundMessage, readDecisive } from './read-message.js';
import { type ApiError, refusalError } from './server-refusal.js';
import { silentWriteError } from './silent-write.js';
import { headerBytes } from './value-size.js';

/** Header of a conditional write: tells it from another write of the same value, should its acknowledgement be lost. */
export const WRITE_ID_HEADER = 'Symphony-Write-Id';
export const EXPECTED_HEADER = 'Nats-Expected-Last-Subject-Sequence';

export interface Write {
  readonly operation: 'put' | 'create' | 'update' | 'delete' | 'purge';
  readonly key: string;
  readonly data: Uint8Array;
  /** The revision the key must be at; 0 for a key never written. */
  readonly expected?: number | undefined;
  readonly headers?: MsgHdrs | undefined;
}

interface Attempt extends Write {
  /** An attempt before was not answered, so that it may have been stored. */
  readonly isRepeated: boolean;
}

/** How long an attempt waits for its answer. */
interface Waiting {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What the server answers to a write. */
export interface Ack {
  readonly seq?: number;
  readonly error?: ApiError | undefined;
}

/** The revision of a write, or `undefined` for a refusal, which has a number too: 0. */
export const revisionIn = ({ seq, error }: Ack): number | undefined => (error ? undefined : seq);

/**
 * One attempt at a write; resolves with its revision. A repeated attempt looks first whether the one before was stored. If
 * it was not, it is written only as long as nobody else has written the key since, so that the write takes effect once.
 * @throws `REVISION_CONFLICT`; what `ask` throws; what `refusalError` makes
 */
export async function writeOnce<T>(context: BucketContext<T>, attempt: Attempt, waiting: Waiting): Promise<number> {
  const { key, expected } = attempt;
  let { headers } = attempt;
  if (attempt.isRepeated) {
    const found = await readDecisive(context, key, waiting);
    if (found && isSame(context, attempt, found)) return found.revision;
    if (expected === undefined) headers = withCondition(headers, found?.revision ?? 0);
  }
  const answer = publish(context, attempt, { ...waiting, headers });
  const ack = await (attempt.isRepeated ? answer.catch((error: unknown) => failSilent(context, error)) : answer);
  return revisionIn(ack) ?? judgeRefusal(context, { ...attempt, error: ack.error }, waiting);
}

/** Fails as a write whose bucket was read a moment ago. */
function failSilent<T>({ bucket, layout }: BucketContext<T>, error: unknown): never {
  throw silentWriteError(error, { bucket, replicas: layout.replicas });
}

/**
 * Whether a write that the server refused was stored by an attempt before; resolves with its revision then.
 * @throws what `writeOnce` throws
 */
export async function judgeRefusal<T>(
  context: BucketContext<T>,
  attempt: Attempt & Pick<Ack, 'error'>,
  waiting: Waiting,
): Promise<number> {
  const { key, expected, error } = attempt;
  if (!isConflict(error)) throw refusal(context, attempt, error ?? {});
  const found = await readDecisive(context, key, waiting);
  if (found && attempt.isRepeated && isSame(context, attempt, found)) return found.revision;
  if (expected === undefined) throw beaten(context, attempt);
  const actual = found?.operation === 'put' ? found.revision : undefined;
  throw new RevisionConflictError({ bucket: context.bucket, key, expected, actual });
}

const isConflict = (error: ApiError | undefined): boolean =>
  error?.err_code === jetStreamCodes.wrongLastSequence || error?.err_code === jetStreamCodes.wrongLastSequenceUnknown;

async function publish<T>(
  { nc, layout }: BucketContext<T>,
  { key, data }: Write,
  { timeoutMs, signal, headers }: Waiting & Pick<Write, 'headers'>,
): Promise<Ack> {
  const reply = await ask(nc, { subject: layout.writePrefix + key, data, headers, timeoutMs, signal });
  return reply.json<Ack>();
}

function refusal<T>(
  { bucket, layout }: BucketContext<T>,
  { operation, data, headers }: Write,
  error: ApiError,
): SymphonyError {
  const { maxValueBytes } = layout;
  return refusalError(error, { bucket, operation, bytes: data.length + headerBytes(headers), maxValueBytes });
}

/** Others wrote the key between a look at it and a repeated write, so it is looked at again. */
const beaten = <T>({ bucket }: BucketContext<T>, { operation, key }: Write): SymphonyError =>
  new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason: `others write '${key}' all the time` });

/** True if what is stored is this write. Without an id it must be newer than all this connection knew. */
function isSame<T>({ seen }: BucketContext<T>, { key, operation, data, headers }: Write, found: FoundMessage): boolean {
  const id = headers?.get(WRITE_ID_HEADER);
  if (id) return found.headers?.get(WRITE_ID_HEADER) === id;
  const known = seen.atLeast(key);
  const kind = operation === 'delete' || operation === 'purge' ? operation : 'put';
  return known > 0 && found.revision > known && found.operation === kind && isEqual(found.data, data);
}

const isEqual = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

function withCondition(base: MsgHdrs | undefined, revision: number): MsgHdrs {
  const result = newHeaders();
  for (const name of base?.keys() ?? []) result.set(name, base?.get(name) ?? '');
  result.set(EXPECTED_HEADER, String(revision));
  return result;
}

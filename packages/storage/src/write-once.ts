import { type MsgHdrs, headers as newHeaders } from '@nats-io/nats-core';
import { RevisionConflictError, SymphonyError } from '@symphony-ts/contract';
import { ask } from './ask.js';
import type { BucketContext } from './bucket-context.js';
import { type FoundMessage, readDecisive, readRevisionsAfter } from './read-message.js';
import { type ApiError, isConflict, refusalError } from './server-refusal.js';
import { silentWriteError } from './silent-write.js';
import { OvertakenError } from './storage-error.js';
import { headerBytes } from './value-size.js';
import {
  EXPECTED_HEADER,
  judgeLast,
  judgeRevisions,
  MOST_REVISIONS,
  type Outcome,
  type SilentWrite,
  WRITE_ID_HEADER,
} from './write-outcome.js';

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
  /** The last known revision of the bucket before the first attempt; `undefined` if this connection knew none. */
  readonly after: number | undefined;
}

/** How long an attempt waits for its answer. */
interface Waiting {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The server's answer to a write. */
export interface Ack {
  readonly seq?: number;
  readonly error?: ApiError | undefined;
}

/** The revision of a write, or `undefined` for a refusal, which has a number too: 0. */
export const revisionIn = ({ seq, error }: Ack): number | undefined => (error ? undefined : seq);

/**
 * Makes one attempt at a write. Resolves with its revision. A repeated attempt first checks whether the one before was stored.
 * If it was not, it writes only if nobody else has written the key since, so the write takes effect once.
 *
 * @throws `OvertakenError`; `REVISION_CONFLICT`; what `ask` throws; what `refusalError` makes
 */
export async function writeOnce<T>(context: BucketContext<T>, attempt: Attempt, waiting: Waiting): Promise<number> {
  const { expected } = attempt;
  let { headers } = attempt;
  if (attempt.isRepeated) {
    const outcome = await findOutcome(context, attempt, waiting);
    if (outcome.kind === 'stored') return outcome.revision;
    if (expected === undefined) headers = withCondition(headers, outcome.last);
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
 * Whether an earlier attempt stored a write that the server now refuses. Resolves with its revision then.
 *
 * @throws what `writeOnce` throws
 */
export async function judgeRefusal<T>(
  context: BucketContext<T>,
  attempt: Attempt & Pick<Ack, 'error'>,
  waiting: Waiting,
): Promise<number> {
  const { key, expected, error } = attempt;
  if (!error || !isConflict(error)) throw refusal(context, attempt, error ?? {});
  if (attempt.isRepeated) {
    const outcome = await findOutcome(context, attempt, waiting);
    if (outcome.kind === 'stored') return outcome.revision;
  }
  if (expected === undefined) throw beaten(context, attempt);
  const found = await readDecisive(context, key, waiting);
  const actual = found?.operation === 'put' ? found.revision : undefined;
  throw new RevisionConflictError({ bucket: context.bucket, key, expected, actual });
}

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

/**
 * Finds out whether a write was stored whose first attempt was not answered.
 *
 * @throws `OvertakenError` if nobody can know; what `readDecisive` throws
 */
async function findOutcome<T>(
  context: BucketContext<T>,
  attempt: Attempt,
  waiting: Waiting,
): Promise<Exclude<Outcome, { kind: 'unknown' }>> {
  const { key } = attempt;
  const { layout, timeoutMs } = context;
  const write = silentWrite(attempt);
  const outcome =
    judgeLast(write, await readDecisive(context, key, waiting)) ?? (await readOutcome(context, attempt, waiting));
  if (outcome.kind === 'unknown') throw new OvertakenError({ subject: layout.writePrefix + key, key, timeoutMs });
  return outcome;
}

/** Reads the revisions in between, if the bucket keeps them. */
async function readOutcome<T>(context: BucketContext<T>, attempt: Attempt, waiting: Waiting): Promise<Outcome> {
  const { history = MOST_REVISIONS } = context.layout;
  if (history <= 1) return { kind: 'unknown' };
  const write = silentWrite(attempt);
  const wanted = { key: attempt.key, after: write.after ?? 0, most: Math.min(history, MOST_REVISIONS) };
  const revisions: FoundMessage[] = [];
  for await (const found of readRevisionsAfter(context, wanted, waiting)) revisions.push(found);
  return judgeRevisions(write, revisions, wanted.most);
}

function silentWrite({ operation, data, headers, expected, after }: Attempt): SilentWrite {
  const kind = operation === 'delete' || operation === 'purge' ? operation : 'put';
  return { operation: kind, data, id: headers?.get(WRITE_ID_HEADER) || undefined, after: expected ?? after };
}

/** Others wrote the key between a look at it and a repeated write, so it is looked at again. */
const beaten = <T>({ bucket }: BucketContext<T>, { operation, key }: Write): SymphonyError =>
  new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason: `others write '${key}' all the time` });

function withCondition(base: MsgHdrs | undefined, revision: number): MsgHdrs {
  const result = newHeaders();
  for (const name of base?.keys() ?? []) result.set(name, base?.get(name) ?? '');
  result.set(EXPECTED_HEADER, String(revision));
  return result;
}

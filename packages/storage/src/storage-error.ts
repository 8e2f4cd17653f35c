import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import {
  BucketNotFoundError,
  bucketStream,
  DisconnectedError,
  errorCode,
  isError,
  isSymphonyError,
  jetStreamCodes,
  PermissionError,
  SymphonyError,
  TimeoutError,
  toError,
} from '@symphony-ts/contract';
import { abortable, assertNotAborted } from './abort.js';
import { probeStream } from './probe-stream.js';
import { isDown, linkOf } from './requests/link.js';
import { refusalError } from './server-refusal.js';
import { whenUp } from './when-up.js';

/** The operation that was running when something failed. */
export interface Attempt {
  readonly nc: NatsConnection;
  readonly jsm: JetStreamManager;
  readonly bucket: string;
  /** Default: the stream of a key-value bucket. */
  readonly stream?: string;
  /** `put`, `watch`, … */
  readonly operation: string;
  readonly subject: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A write may have been stored, and somebody else has written the key since. Sending it again might undo that other write. */
export class OvertakenError extends TimeoutError {
  constructor({
    subject,
    key,
    timeoutMs,
  }: { readonly subject: string; readonly key: string; readonly timeoutMs: number }) {
    const reason = `it may have been stored, and others have written '${key}' since; read it before you write it again`;
    super({ subject, timeoutMs, reason });
  }
}

export const isStreamNotFound = (error: unknown): boolean => errorCode(error) === jetStreamCodes.streamNotFound;

/**
 * Finds out why nobody answers for a bucket: it does not exist, or it is unavailable for the moment. The server's reply is the
 * same for a missing bucket and for one whose stream has no leader, so it asks for the stream itself.
 */
export async function explainSilence(attempt: Attempt, cause?: Error): Promise<SymphonyError> {
  const { jsm, bucket, operation } = attempt;
  try {
    await jsm.streams.info(attempt.stream ?? bucketStream(bucket));
  } catch (error) {
    if (isStreamNotFound(error)) return new BucketNotFoundError({ bucket }, cause && { cause });
    const reason = `JetStream does not answer: ${toError(error).message}`;
    return new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason }, cause && { cause });
  }
  const reason = 'it is out of reach for the moment';
  return new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation, reason }, cause && { cause });
}

/**
 * A timeout, or a missing bucket. Old servers (2.9.10) do not answer a direct get from a stream that does not exist. Newer ones
 * report at once that nobody answers.
 */
export async function timeoutError(attempt: Attempt, cause?: Error): Promise<SymphonyError> {
  const { jsm, bucket, subject, timeoutMs } = attempt;
  const isGone = await probeStream(jsm, attempt.stream ?? bucketStream(bucket)).then(() => false, isStreamNotFound);
  const options = cause && { cause };
  return isGone ? new BucketNotFoundError({ bucket }, options) : new TimeoutError({ subject, timeoutMs }, options);
}

// By name, not by class: the connection may come from another installed copy of nats-core than ours.
function names(error: Error): readonly string[] {
  const cause = isError(error.cause) ? [error.cause.name] : [];
  return [error.name, ...cause];
}

/** Turns an error of nats.js into an error of the project. */
export async function storageError(thrown: unknown, attempt: Attempt): Promise<Error> {
  const cause = toError(thrown);
  if (isSymphonyError(cause)) return cause;
  const { bucket, operation, subject } = attempt;
  const kinds = names(cause);
  if (isStreamNotFound(cause)) return new BucketNotFoundError({ bucket }, { cause });
  if (kinds.includes('TimeoutError') && isDown(attempt.nc)) {
    return new DisconnectedError({ what: subject, isSent: true }, { cause });
  }
  if (kinds.includes('TimeoutError')) return timeoutError(attempt, cause);
  if (kinds.includes('NoResponders') || kinds.includes('JetStreamNotEnabled')) return explainSilence(attempt, cause);
  if (kinds.includes('PermissionViolationError')) {
    return new PermissionError({ operation: 'publish', subject }, { cause });
  }
  if (kinds.includes('ClosedConnectionError') || kinds.includes('DrainingConnectionError') || isClosed(cause)) {
    return new SymphonyError('CONNECTION_CLOSED', { what: `${operation} on bucket '${bucket}'` }, { cause });
  }
  const code = errorCode(cause);
  const refusal = { err_code: typeof code === 'number' ? code : undefined, description: cause.message };
  return refusalError(refusal, { bucket, operation }, cause);
}

/** A request under way when the connection closes is rejected with this text and no class of its own. */
const isClosed = (error: Error): boolean =>
  error.name === 'RequestError' && error.message.includes('connection closed');

/** Runs one operation once there is a connection. Its errors become errors of the project. */
export async function attempt<R>(what: Attempt, run: () => Promise<R>): Promise<R> {
  const label = `${what.operation} on bucket '${what.bucket}'`;
  assertNotAborted(label, what.signal);
  try {
    // nats.js drops a request that is made while the connection is down, and then waits for its reply.
    if (isDown(what.nc) && !what.nc.isClosed()) await whenUp(linkOf(what.nc).outbox, { what: label, ...what });
    return await abortable(label, run(), what.signal);
  } catch (error) {
    throw await storageError(error, what);
  }
}

import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import {
  NoRespondersError,
  PermissionError,
  SymphonyError,
  TimeoutError,
  isError,
  toError,
} from '@symphony-ts/contract';
import { abortable } from './abort.js';
import { assertOpen } from './connection-status.js';

/** One request to the server. */
export interface Question {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks and waits for the reply. @throws NO_RESPONDERS, TIMEOUT, PERMISSION_DENIED, CONNECTION_CLOSED, ABORTED */
export async function ask(nc: NatsConnection, question: Question): Promise<Msg> {
  const { subject, data, headers, timeoutMs, signal } = question;
  assertOpen(nc, subject);
  try {
    const options = headers ? { timeout: timeoutMs, headers } : { timeout: timeoutMs };
    return await abortable(subject, nc.request(subject, data, options), signal);
  } catch (thrown) {
    throw askError(toError(thrown), question);
  }
}

function askError(cause: Error, { subject, timeoutMs }: Question): Error {
  const names = [cause.name, isError(cause.cause) ? cause.cause.name : ''];
  if (cause instanceof SymphonyError) return cause;
  if (names.includes('NoResponders')) return new NoRespondersError({ subject }, { cause });
  if (names.includes('TimeoutError')) return new TimeoutError({ subject, timeoutMs }, { cause });
  if (names.includes('PermissionViolationError')) {
    return new PermissionError({ operation: 'publish', subject }, { cause });
  }
  const isClosed = names.some((name) => name === 'ClosedConnectionError' || name === 'DrainingConnectionError');
  if (isClosed || cause.message.includes('connection closed')) {
    return new SymphonyError('CONNECTION_CLOSED', { what: subject }, { cause });
  }
  return cause;
}

import type { DirectBatchOptions, DirectMsgRequest, StoredMsg } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { call, toManagerError } from '../errors/to-manager-error.js';
import { parseSafeInteger } from '../json/safe-json.js';
import { withoutUndefined } from '../json/without-undefined.js';

/** Where a batch starts and ends. */
export interface DirectBatchRequest {
  /** First sequence. Default 1. You cannot combine it with `startTime`. */
  readonly seq?: number;
  /** Starts with the first message stored at this time or later. You cannot combine it with `seq`. */
  readonly startTime?: Date;
  /** Only messages on this subject, wildcards allowed. */
  readonly subject?: string;
  /** Largest number of messages. Default 1024. */
  readonly batch?: number;
  /** Largest number of bytes. */
  readonly maxBytes?: number;
}

/** Limits of a request for the last message of each of several subjects. */
export interface DirectLastRequest {
  /** Largest number of messages. */
  readonly batch?: number;
  /** Reads the stream as it was at this sequence. */
  readonly upToSeq?: number;
  /** Reads the stream as it was at this time. */
  readonly upToTime?: Date;
}

/** Reads one message by a direct get, which any replica may answer; `undefined` if there is no such message. */
export async function directGet(
  context: ManagerContext,
  stream: string,
  query: DirectMsgRequest,
): Promise<StoredMsg | undefined> {
  const message = await call(`direct get from ${stream}`, () => context.jsm.direct.getMessage(stream, query));
  return message === null ? undefined : exact(message, stream);
}

/** Reads several messages with one request, in stream order. */
export async function* directBatch(
  context: ManagerContext,
  stream: string,
  { seq, startTime, subject, batch, maxBytes }: DirectBatchRequest,
): AsyncGenerator<StoredMsg, void, void> {
  if (seq !== undefined && startTime !== undefined) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', 'seq and startTime exclude each other');
  }
  const limits = {
    batch: batch ?? 1024,
    ...withoutUndefined({ max_bytes: maxBytes, next_by_subj: subject }),
  };
  const options: DirectBatchOptions =
    startTime === undefined ? { ...limits, seq: seq ?? 1 } : { ...limits, start_time: startTime };
  const messages = await call(`batch get from ${stream}`, () => context.jsm.direct.getBatch(stream, options));
  yield* exactAll(messages, stream, context.timeoutMs);
}

/** Reads the last message of each subject that matches one of `subjects`. */
export async function* directLast(
  context: ManagerContext,
  stream: string,
  subjects: readonly string[],
  { batch, upToSeq, upToTime }: DirectLastRequest,
): AsyncGenerator<StoredMsg, void, void> {
  const messages = await call(`last messages of ${stream}`, () =>
    context.jsm.direct.getLastMessagesFor(stream, {
      multi_last: [...subjects],
      ...withoutUndefined({ batch, up_to_seq: upToSeq }),
      ...(upToTime === undefined ? {} : { up_to_time: upToTime.toISOString() }),
    }),
  );
  yield* exactAll(messages, stream, context.timeoutMs);
}

/**
 * The library waits without limit for the end of a batch, so it would never notice a server that died in the middle.
 */
async function* exactAll(
  messages: AsyncIterable<StoredMsg>,
  stream: string,
  timeoutMs: number,
): AsyncGenerator<StoredMsg, void, void> {
  const iterator = messages[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await withinTime(iterator.next(), timeoutMs, stream);
      if (next.done) return;
      yield exact(next.value, stream);
    }
  } catch (error) {
    // The server reports a batch without messages in this way.
    if (isNoMessage(error)) return;
    throw toManagerError(error, `batch get from ${stream}`);
  } finally {
    await iterator.return?.();
  }
}

const isNoMessage = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith('JetStreamStatus') && error.message === 'message not found';

async function withinTime<T>(pending: Promise<T>, timeoutMs: number, stream: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new JetStreamManagerError('TIMEOUT', `batch get from ${stream}: no message arrived in time`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([pending, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The library has converted the sequence to a number. The header shows whether the number is exact. */
function exact(message: StoredMsg, stream: string): StoredMsg {
  parseSafeInteger(message.header.last('Nats-Sequence') ?? '', 'Nats-Sequence', `a message of ${stream}`);
  return message;
}

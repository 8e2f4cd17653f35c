import type { SeqMsgRequest, StoredMsg } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import { features, isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { call } from '../errors/to-manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import { directBatch } from '../streams/direct-get.js';
import type { Stream } from '../streams/stream.js';
import { asStored } from './as-stored.js';

/** Which stored messages to read, and how many per request. */
export interface StoredWalk {
  /** First sequence. */
  readonly seq: number;
  /** Only messages on this subject, wildcards allowed. */
  readonly subject?: string | undefined;
  readonly batch: number;
  /** Whether the stream allows direct gets and its server supports batches. */
  readonly hasBatches: boolean;
}

/** Whether the messages of a stream can be read in batches. */
export function hasDirectBatches({ lastInfo, isDirect }: Stream, context: ManagerContext): boolean {
  const version = versionOfAnswer(lastInfo, context.serverVersion());
  return isDirect && isAtLeast(parseServerVersion(version), parseServerVersion(features.batchDirectGet.since));
}

/**
 * Reads up to `batch` messages from `seq` on, in stream order. It uses no consumer, so it also works for work queues
 * and leaves nothing behind. One request is enough if the stream allows direct gets and the server supports batches.
 * Otherwise it reads the messages one by one.
 */
export async function readStored(
  context: ManagerContext,
  stream: string,
  { seq, subject, batch, hasBatches }: StoredWalk,
): Promise<readonly StoredMsg[]> {
  const messages: StoredMsg[] = [];
  if (hasBatches) return readBatches(context, stream, { seq, subject, batch });
  for (let next = seq; messages.length < batch; ) {
    const message = await nextStored(context, stream, next, subject);
    if (message === undefined) break;
    messages.push(message);
    next = message.seq + 1;
  }
  return messages;
}

/** A server may end a large batch before it is full. Only an empty batch marks the end of the stream. */
async function readBatches(
  context: ManagerContext,
  stream: string,
  { seq, subject, batch }: Pick<StoredWalk, 'seq' | 'subject' | 'batch'>,
): Promise<readonly StoredMsg[]> {
  const messages: StoredMsg[] = [];
  while (messages.length < batch) {
    const before = messages.length;
    const next = before === 0 ? seq : (messages.at(-1)?.seq ?? seq) + 1;
    const request = { seq: next, batch: batch - before, ...withoutUndefined({ subject }) };
    for await (const message of directBatch(context, stream, request)) messages.push(asStored(message));
    if (messages.length === before) break;
  }
  return messages;
}

/** The first message at `seq` or after it, on `subject` if one is given; `undefined` if there is none. */
export async function nextStored(
  context: ManagerContext,
  stream: string,
  seq: number,
  subject = '>',
): Promise<StoredMsg | undefined> {
  // The server accepts `next_by_subj` here as in direct gets. The type of the library has it only for those.
  const query: SeqMsgRequest & { readonly next_by_subj: string } = { seq, next_by_subj: subject };
  const message = await call(`read stream ${stream}`, () => context.jsm.streams.getMessage(stream, query));
  return message ?? undefined;
}

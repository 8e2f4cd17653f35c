import type { SeqMsgRequest, StoredMsg } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import { features, isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { call } from '../errors/to-manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import { directBatch } from '../streams/direct-get.js';
import type { Stream } from '../streams/stream.js';
import { asStored } from './as-stored.js';

/** Which stored messages to walk, and how many to ask for at a time. */
export interface StoredWalk {
  /** First sequence. */
  readonly seq: number;
  /** Only messages on this subject, wildcards allowed. */
  readonly subject?: string | undefined;
  readonly batch: number;
  /** Whether the stream allows direct gets, and its server has batches of them. */
  readonly hasBatches: boolean;
}

/** Whether the messages of a stream can be read in batches. */
export function hasDirectBatches({ lastInfo, isDirect }: Stream, context: ManagerContext): boolean {
  const version = versionOfAnswer(lastInfo, context.serverVersion());
  return isDirect && isAtLeast(parseServerVersion(version), parseServerVersion(features.batchDirectGet.since));
}

/**
 * Up to `batch` messages from `seq` on, in stream order, without a consumer, so it also works for work queues and leaves
 * nothing behind: in one request where the stream allows direct gets and the server has batches, else one by one.
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

/** A server ends a batch before it is full where it grows too large; only an empty one is the end of the stream. */
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

/** The first message at `seq` or behind it, on `subject` where given; `undefined` where there is none. */
export async function nextStored(
  context: ManagerContext,
  stream: string,
  seq: number,
  subject = '>',
): Promise<StoredMsg | undefined> {
  // The server takes `next_by_subj` here as in direct gets; the library's type has it for those alone.
  const query: SeqMsgRequest & { readonly next_by_subj: string } = { seq, next_by_subj: subject };
  const message = await call(`read stream ${stream}`, () => context.jsm.streams.getMessage(stream, query));
  return message ?? undefined;
}

import { type Msg, type MsgHdrs, headers as newHeaders } from '@nats-io/nats-core';
import { isSymphonyError, jetStreamCodes, SymphonyError } from '@symphony-ts/contract';
import { ask } from './ask.js';
import type { GetOptions } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import { type FailedAttempt, persist } from './persist.js';
import { type Headers, HeaderText } from './requests/header-text.js';
import { type ApiError, refusalError } from './server-refusal.js';
import { operationOf, type StoredMessage } from './stored-message.js';

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** A stored message, and the stream it was read from. A mirror may answer for its origin. */
export interface FoundMessage extends StoredMessage {
  readonly stream: string;
  readonly headers: Headers | undefined;
}

interface Reading {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The latest message of a key, or the message of one revision. A removal is a message, too. */
export function readMessage<T>(
  context: BucketContext<T>,
  key: string,
  { revision, consistent = false, signal }: GetOptions = {},
  failed?: FailedAttempt,
): Promise<FoundMessage | undefined> {
  return persist(context, { operation: 'get', signal, failed }, (timeoutMs) => {
    const reading = { timeoutMs, signal };
    if (revision !== undefined) return readRevision(context, { key, revision }, reading);
    return consistent ? readFromLeader(context, key, reading) : readLatest(context, key, reading);
  });
}

/** The latest message of a key, for a decision about it. It never comes from a copy that may be behind. */
export const readCurrent = <T>(
  context: BucketContext<T>,
  key: string,
  signal: AbortSignal | undefined,
): Promise<FoundMessage | undefined> =>
  persist(context, { operation: 'get', signal }, (timeoutMs) => readDecisive(context, key, { timeoutMs, signal }));

/** One attempt at `readCurrent`. */
export async function readDecisive<T>(
  context: BucketContext<T>,
  key: string,
  reading: Reading,
): Promise<FoundMessage | undefined> {
  const { isDirect, replicas } = context.layout;
  return isDirect && replicas === 1 ? readLatest(context, key, reading) : readFromLeader(context, key, reading);
}

/** Reads from any copy, unless the copy is behind what this connection has seen. */
async function readLatest<T>(
  context: BucketContext<T>,
  key: string,
  reading: Reading,
): Promise<FoundMessage | undefined> {
  const { seen, layout, stream } = context;
  if (!layout.isDirect) return readFromLeader(context, key, reading);
  const known = seen.atLeast(key);
  const found = await askCopy(context, key, reading);
  const revision = found?.revision ?? 0;
  if (revision >= known) {
    if (revision > 0) seen.note(key, revision);
    return found;
  }
  // There is only one copy, so it is right: the value has expired, or the bucket was created again.
  if (layout.replicas === 1 && found?.stream === stream) {
    seen.correct(key, revision, known);
    return found;
  }
  try {
    return await readFromLeader(context, key, reading);
  } catch (error) {
    if (layout.replicas !== 1 || !isSymphonyError(error, 'PERMISSION_DENIED')) throw error;
    seen.correct(key, revision, known);
    return found;
  }
}

async function readFromLeader<T>(
  context: BucketContext<T>,
  key: string,
  reading: Reading,
): Promise<FoundMessage | undefined> {
  const { seen } = context;
  const known = seen.atLeast(key);
  const found = await askLeader(context, { last_by_subj: context.layout.storedPrefix + key }, reading);
  const revision = found?.revision ?? 0;
  if (revision < known) await assertCaughtUp(context, known);
  seen.correct(key, revision, known);
  return found;
}

/** @throws `STORAGE_UNAVAILABLE` while a new leader has not yet read all acknowledged writes, which takes a moment */
async function assertCaughtUp<T>(context: BucketContext<T>, revision: number): Promise<void> {
  const { jsm, stream, bucket, seen, timeoutMs } = context;
  const { created, state } = await jsm.streams.info(stream);
  const isOther = seen.isOfOtherStream(created);
  if (state.last_seq >= revision && !isOther) return;
  // A bucket that was restored from an older copy never catches up.
  if (isOther || seen.isBehindFor(timeoutMs)) return seen.clear();
  const reason = 'its leader has not caught up yet';
  throw new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation: 'get', reason });
}

/** A revision is a number of the whole bucket, so it may be another key's. */
async function readRevision<T>(
  context: BucketContext<T>,
  { key, revision }: { readonly key: string; readonly revision: number },
  reading: Reading,
): Promise<FoundMessage | undefined> {
  const { nc, js, bucket, stream, layout } = context;
  let found: FoundMessage | undefined;
  if (layout.isDirect) {
    const subject = `${js.apiPrefix}.DIRECT.GET.${stream}`;
    const data = encoder.encode(JSON.stringify({ seq: revision }));
    found = readDirectReply(bucket, layout.storedPrefix, await ask(nc, { subject, data, ...reading }));
  }
  // Only the leader can know that there is no message.
  if (!found && !(layout.isDirect && layout.replicas === 1)) {
    found = await askLeader(context, { seq: revision }, reading).catch((error: unknown) => {
      if (layout.isDirect && isSymphonyError(error, 'PERMISSION_DENIED')) return undefined;
      throw error;
    });
  }
  return found?.key === key ? found : undefined;
}

/** The revisions of a key after `after`, oldest first, up to a limit. The leader answers, as in `readDecisive`. */
export async function* readRevisionsAfter<T>(
  context: BucketContext<T>,
  { key, after, most }: { readonly key: string; readonly after: number; readonly most: number },
  reading: Reading,
): AsyncGenerator<FoundMessage> {
  const { nc, js, bucket, stream, layout } = context;
  let seq = after + 1;
  for (let count = 0; count < most; count++) {
    const query = { seq, next_by_subj: layout.storedPrefix + key };
    let found: FoundMessage | undefined;
    if (layout.isDirect && layout.replicas === 1) {
      const subject = `${js.apiPrefix}.DIRECT.GET.${stream}`;
      const reply = await ask(nc, { subject, data: encoder.encode(JSON.stringify(query)), ...reading });
      found = readDirectReply(bucket, layout.storedPrefix, reply);
    } else found = await askLeader(context, query, reading);
    if (!found) return;
    yield found;
    seq = found.revision + 1;
  }
}

/** The revision of the last message of all matching keys, as the leader reports it; 0 if there is none. */
export async function readLastRevision<T>(
  context: BucketContext<T>,
  filter: string,
  reading: Reading,
): Promise<number> {
  const last = await askLeader(context, { last_by_subj: context.layout.storedPrefix + filter }, reading);
  return last?.revision ?? 0;
}

/** The subject on which any copy of a bucket answers with the latest message of a key. */
export const directSubject = <T>({ js, stream, layout }: BucketContext<T>, key: string): string =>
  `${js.apiPrefix}.DIRECT.GET.${stream}.${layout.storedPrefix}${key}`;

async function askCopy<T>(context: BucketContext<T>, key: string, reading: Reading): Promise<FoundMessage | undefined> {
  const { nc, bucket, layout } = context;
  const reply = await ask(nc, { subject: directSubject(context, key), data: NOTHING, ...reading });
  return readDirectReply(bucket, layout.storedPrefix, reply);
}

/** Reads the reply to a direct get. @throws `STORAGE_UNAVAILABLE`, `STORAGE_FAILED` */
export function readDirectReply(bucket: string, prefix: string, reply: Msg): FoundMessage | undefined {
  const headers = HeaderText.of(reply);
  if (!headers || headers.hasStatus) return readStatus(bucket, reply);
  return {
    key: headers.last('Nats-Subject').slice(prefix.length),
    revision: Number(headers.last('Nats-Sequence')),
    created: new Date(headers.last('Nats-Time-Stamp')),
    operation: operationOf(headers),
    data: reply.data,
    stream: headers.last('Nats-Stream'),
    headers,
  };
}

/** The reply of the server if it has no message. */
function readStatus(bucket: string, { headers }: Msg): undefined {
  const { code = 0, description = 'a reply without headers' } = headers ?? {};
  if (code === 404) return undefined;
  throw new SymphonyError('STORAGE_FAILED', { bucket, operation: 'get', reason: `${code} ${description}`.trim() });
}

interface MessageReply {
  readonly error?: ApiError;
  readonly message?: {
    readonly subject: string;
    readonly seq: number;
    readonly time: string;
    readonly data?: string;
    readonly hdrs?: string;
  };
}

async function askLeader<T>(
  { nc, js, bucket, stream, layout }: BucketContext<T>,
  query: { readonly last_by_subj: string } | { readonly seq: number; readonly next_by_subj?: string },
  reading: Reading,
): Promise<FoundMessage | undefined> {
  const subject = `${js.apiPrefix}.STREAM.MSG.GET.${stream}`;
  const reply = await ask(nc, { subject, data: encoder.encode(JSON.stringify(query)), ...reading });
  const { error, message } = reply.json<MessageReply>();
  if (error?.err_code === jetStreamCodes.noMessage) return undefined;
  if (error || !message) throw refusalError(error ?? {}, { bucket, operation: 'get' });
  const headers = message.hdrs ? parseHeaders(Buffer.from(message.hdrs, 'base64').toString()) : undefined;
  return {
    key: message.subject.slice(layout.storedPrefix.length),
    revision: message.seq,
    created: new Date(message.time),
    operation: operationOf(headers),
    data: message.data ? new Uint8Array(Buffer.from(message.data, 'base64')) : NOTHING,
    stream,
    headers,
  };
}

/** The headers of a message as text, as the leader returns them. */
function parseHeaders(text: string): MsgHdrs {
  const result = newHeaders();
  for (const line of text.split('\r\n').slice(1)) {
    const at = line.indexOf(':');
    if (at > 0) result.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  return result;
}

import type { NatsConnection } from '@nats-io/nats-core';
import * as z from 'zod';
import type { ManagerContext } from '../api/manager-context.js';
import { newInbox } from '../connection/inbox.js';
import { isJetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { nanosecondsOf } from '../json/nanoseconds.js';
import type { Integer } from '../schemas/values/integer.js';
import type { ExactStreamInfo } from './exact-stream-info.js';

/** The entry in the metadata of a stream that a drill or a copy is filling. */
const key = 'symphony.jsm.unfinished';

const MarkSchema = z.object({
  work: z.enum(['drill', 'copy']),
  /** The stream that is drilled or copied. */
  of: z.string(),
  /** The subject on which the process answers that fills the stream. */
  owner: z.string(),
  /** The last message of the stream that is drilled or copied: its sequence as text, and its time. */
  end: z.object({ seq: z.string().regex(/^\d+$/), ts: z.iso.datetime({ offset: true }) }),
});

/** The work that is filling a stream, or was cut off while it did. */
export type UnfinishedWork = z.infer<typeof MarkSchema>;

/** The metadata of a stream while a drill or a copy fills it. */
export const markUnfinished = (
  metadata: unknown,
  work: Omit<UnfinishedWork, 'end'>,
  {
    last_seq: seq = 0,
    last_ts: ts = '0001-01-01T00:00:00Z',
  }: { readonly last_seq?: Integer; readonly last_ts?: string },
): Record<string, string> => ({
  // A backup holds the metadata of a server, whose values are strings.
  ...(metadata as Record<string, string> | undefined),
  [key]: JSON.stringify({ ...work, end: { seq: String(seq), ts } }),
});

type Described = { readonly config: { readonly metadata?: unknown } };

/** The work that the metadata of a stream name; `undefined` for a stream that is not being filled. */
export function readUnfinishedWork({ config }: Described): UnfinishedWork | undefined {
  const text = (config.metadata as Record<string, string> | undefined)?.[key];
  if (text === undefined) return undefined;
  try {
    return MarkSchema.parse(JSON.parse(text));
  } catch {
    // Somebody else wrote the entry, so it proves nothing.
    return undefined;
  }
}

/** The metadata without the entry. */
export function withoutMark(metadata: unknown): Record<string, string> {
  // The server is trusted here: the values are strings.
  const { [key]: _, ...rest } = { ...(metadata as Record<string, string> | undefined) };
  return rest;
}

/** Whether nobody has stored a message in the stream except the work itself. */
export function holdsOnly({ end }: UnfinishedWork, { state }: Pick<ExactStreamInfo, 'state'>): boolean {
  if (BigInt(state.last_seq) > BigInt(end.seq)) return false;
  if (BigInt(state.messages) === 0n) return true;
  return state.last_ts !== undefined && nanosecondsOf(state.last_ts) <= nanosecondsOf(end.ts);
}

/** A process that answers as long as it works. */
export interface Owner {
  readonly subject: string;
  readonly stop: () => void;
}

/** Answers on a subject of its own until it is stopped, the connection closes or the process dies. */
export function answerAsOwner(nc: NatsConnection): Owner {
  const subject = newInbox(nc);
  const subscription = nc.subscribe(subject, { callback: (error, message) => void (error ?? message.respond()) });
  return { subject, stop: () => subscription.unsubscribe() };
}

/** Whether the work was cut off: the server knows nobody who listens to its owner's subject. */
export async function isCutOff(context: ManagerContext, { owner }: UnfinishedWork): Promise<boolean> {
  try {
    await context.nc.request(owner, '', { timeout: context.timeoutMs });
    return false;
  } catch (error) {
    return isJetStreamManagerError(toManagerError(error, owner), 'NO_RESPONDERS');
  }
}

import { type Manager, pages } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { lineOf, type MessageLine } from './line.js';

/** A range of messages of a stream. You can omit every bound. */
export interface MessageRange {
  readonly subject?: string;
  readonly startSeq?: number;
  /** The last sequence. */
  readonly endSeq?: number;
  readonly since?: Date;
  /** Only messages stored before this time. */
  readonly until?: Date;
  readonly count?: number;
}

/** Number of messages per read. */
const pageSize = 250;

/** The messages of a stream in the range, in stream order. Messages that arrive in the meantime are not included. */
export async function* selectMessages(
  manager: Manager,
  name: string,
  range: MessageRange,
): AsyncGenerator<MessageLine> {
  const { subject, startSeq, endSeq, since, until, count = Number.POSITIVE_INFINITY } = range;
  const { lastInfo } = await manager.streams.load(name);
  const last = Math.min(endSeq ?? Number.POSITIVE_INFINITY, lastInfo.state.last_seq);
  let left = count;
  const options = {
    pageSize: Math.min(pageSize, count),
    ...withoutUndefined({ subject, seq: startSeq, since }),
  };
  for await (const page of pages(manager, name, options)) {
    for (const message of page) {
      if (left <= 0 || message.seq > last || (until !== undefined && message.time >= until)) return;
      yield lineOf(message);
      left -= 1;
    }
  }
}

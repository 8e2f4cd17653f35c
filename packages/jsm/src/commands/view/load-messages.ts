import type { StoredMsg } from '@nats-io/jetstream';
import { type Manager, pages } from '@symphony-ts/jetstream-manager';
import type { Place } from './press.js';

/** Which messages of a stream to load, and the largest number of them. */
export interface Wanted {
  readonly place: Place;
  readonly subject: string | undefined;
  readonly most: number;
}

/** Messages in stream order, and the first and last sequence of the stream. */
export interface Loaded {
  readonly messages: readonly StoredMsg[];
  readonly first: number;
  readonly last: number;
}

/**
 * Loads the messages at a place of a stream. A stream can only be read forwards, so messages before a sequence are
 * searched.
 */
export async function loadMessages(manager: Manager, name: string, wanted: Wanted): Promise<Loaded> {
  const { place, subject, most } = wanted;
  const { first_seq: first, last_seq: last } = (await manager.streams.load(name)).lastInfo.state;
  const read: Read = async (from, count) => {
    const start = from instanceof Date ? { since: from } : { seq: Math.max(1, from) };
    const filter = subject === undefined ? {} : { subject };
    for await (const page of pages(manager, name, { ...start, ...filter, pageSize: count })) return page;
    return [];
  };
  const found = (messages: readonly StoredMsg[]): Loaded => ({ messages, first, last });
  if ('from' in place) return found(await read(place.from, most));
  if ('before' in place) return found(await readBefore(read, { first, before: place.before, most }));
  if (place.end === 'first') return found(await read(first, most));
  return found(await readBefore(read, { first, before: last + 1, most }));
}

type Read = (from: number | Date, count: number) => Promise<readonly StoredMsg[]>;

/**
 * The last `most` messages before a sequence. The first guess assumes no gaps. Each further guess goes twice as far
 * back, or half the way forward if there were too many messages to read.
 */
async function readBefore(
  read: Read,
  { first, before, most }: { readonly first: number; readonly before: number; readonly most: number },
): Promise<readonly StoredMsg[]> {
  // From `tooFar` on there are too many messages to read. From `tooNear` on there are too few.
  let tooFar = first - 1;
  let tooNear = before;
  for (let width = most; ; width *= 2) {
    const from = tooFar < first ? Math.max(first, before - width) : Math.floor((tooFar + tooNear) / 2);
    if (from >= before) return [];
    const page = await read(from, 2 * most + 1);
    const messages = page.filter(({ seq }) => seq < before);
    const hasAll = messages.length < page.length || page.length <= 2 * most;
    if (hasAll && (messages.length >= most || from <= first || from - 1 <= tooFar)) return messages.slice(-most);
    if (hasAll) tooNear = from;
    else tooFar = from;
  }
}

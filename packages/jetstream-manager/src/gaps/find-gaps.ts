import type { StreamState } from '@nats-io/jetstream';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { type Gap, GapCollector } from './gap-collector.js';
import { walkSequences } from './walk-sequences.js';

/** Options of {@link findGaps}. */
export interface GapOptions {
  /** Ends the search. */
  readonly signal?: AbortSignal;
  /** Called with how far the search has come: the sequence it is at, and the stream's last one. */
  readonly onProgress?: (seq: number, last: number) => void;
}

/**
 * The gaps inside a stream, in ascending order: sequences between its first and its last whose messages were deleted. They
 * are read from the server's list of deleted messages; where that has fewer than are missing, the stream is walked instead,
 * message by message. Messages that are removed while it looks may be missed.
 */
export async function* findGaps(
  manager: Manager,
  name: string,
  options: GapOptions = {},
): AsyncGenerator<Gap, void, void> {
  const stream = await manager.streams.load(name);
  const { state } = await stream.info({ deleted_details: true });
  // Some servers count a deleted message in a stream that never had one.
  if (state.messages === 0) return;
  const { first, last, listed } = readDeleted(state);
  const gaps = new GapCollector();
  const check = (seq: number) => {
    options.onProgress?.(seq, last);
    if (!options.signal?.aborted) return;
    throw new JetStreamManagerError('ABORTED', `the search for gaps in ${name} was aborted`, {
      cause: options.signal.reason,
    });
  };
  for (const seq of listed ?? []) {
    check(seq);
    const gap = gaps.add(seq, seq);
    if (gap !== undefined) yield gap;
  }
  let expected = listed === undefined ? first : last + 1;
  for await (const seq of walkSequences(manager.context, stream, expected, last)) {
    check(seq);
    const gap = gaps.add(expected, seq - 1);
    if (gap !== undefined) yield gap;
    expected = seq + 1;
  }
  const open = gaps.add(expected, last);
  if (open !== undefined) yield open;
  const final = gaps.finish();
  if (final !== undefined) yield final;
}

interface Deleted {
  readonly first: number;
  readonly last: number;
  /** All deleted sequences, ascending; `undefined` where the server does not list all of them. */
  readonly listed: readonly number[] | undefined;
}

/**
 * Nothing in nats-server 2.9.10 to 2.15 caps the list, but 2.9 leaves out of it, and of `num_deleted`, what was deleted
 * between two blocks of its files. What is missing is therefore counted from the sequences.
 */
function readDeleted({ first_seq: first, last_seq: last, messages, deleted }: StreamState): Deleted {
  const missing = last - first + 1 - messages;
  // Servers leave an empty list out, whatever the type says.
  const listed = (deleted ?? []).filter((seq) => seq >= first && seq <= last).sort((a, b) => a - b);
  return { first, last, listed: listed.length < missing ? undefined : listed };
}

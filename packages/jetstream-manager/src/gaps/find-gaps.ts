import type { StreamState } from '@nats-io/jetstream';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type Gap, GapCollector } from './gap-collector.js';
import { walkSequences } from './walk-sequences.js';

/** Options of {@link findGaps}. */
export interface GapOptions {
  /** Ends the search. */
  readonly signal?: AbortSignal;
  /** Called with the progress of the search: the current sequence, and the last one of the stream. */
  readonly onProgress?: (seq: number, last: number) => void;
}

const gapOptionNames = {
  signal: true,
  onProgress: true,
} as const satisfies OptionNames<GapOptions>;

/**
 * Finds the gaps in a stream, in ascending order. A gap is a range of deleted messages between the first and the last
 * sequence of the stream. The server's list of deleted messages supplies them. If that list is incomplete, the function
 * reads the stream message by message. It may miss messages that are removed during the search.
 */
export async function* findGaps(
  manager: Manager,
  name: string,
  options: GapOptions = {},
): AsyncGenerator<Gap, void, void> {
  assertKnownOptions('findGaps', options, gapOptionNames);
  const stream = await manager.streams.load(name);
  const { state } = await stream.info({ deleted_details: true });
  // Some servers count a deleted message in a stream that never had a message.
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
  /** All deleted sequences, ascending; `undefined` if the server does not list all of them. */
  readonly listed: readonly number[] | undefined;
}

/**
 * nats-server 2.9.10 to 2.15 does not limit the list. But 2.9 omits messages that were deleted between two blocks of
 * its files, from the list and from `num_deleted`. So the number of missing messages is computed from the sequences.
 */
function readDeleted({ first_seq: first, last_seq: last, messages, deleted }: StreamState): Deleted {
  const missing = last - first + 1 - messages;
  // Servers omit an empty list, although its type does not say so.
  const listed = (deleted ?? []).filter((seq) => seq >= first && seq <= last).sort((a, b) => a - b);
  return { first, last, listed: listed.length < missing ? undefined : listed };
}

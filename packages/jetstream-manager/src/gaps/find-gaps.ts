import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Manager } from '../manager/manager.js';
import { type Gap, GapCollector } from './gap-collector.js';
import { walkSequences } from './walk-sequences.js';

/** Options of {@link findGaps}. */
export interface GapOptions {
  readonly signal?: AbortSignal;
  /** Called with how far the search has come: the sequence it is at, and the stream's last one. */
  readonly onProgress?: (seq: number, last: number) => void;
}

/**
 * The gaps inside a stream, in ascending order: sequences between its first and its last whose messages were deleted. The
 * server's list of deleted messages is used as far as it goes; where it is capped, the rest of the stream is walked.
 * Messages that are removed while it looks may be missed.
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
  const listed = [...(state.deleted ?? [])].sort((a, b) => a - b);
  const isCapped = listed.length < (state.num_deleted ?? 0);
  const walkFrom = isCapped ? (listed.at(-1) ?? state.first_seq - 1) + 1 : state.last_seq + 1;
  const gaps = new GapCollector();
  const check = (seq: number) => {
    options.onProgress?.(seq, state.last_seq);
    if (!options.signal?.aborted) return;
    throw new JetStreamManagerError('ABORTED', `the search for gaps in ${name} was aborted`, {
      cause: options.signal.reason,
    });
  };
  for (const seq of listed) {
    check(seq);
    const gap = gaps.add(seq, seq);
    if (gap !== undefined) yield gap;
  }
  let expected = walkFrom;
  for await (const seq of walkSequences(manager.context, stream, walkFrom, state.last_seq)) {
    check(seq);
    const gap = gaps.add(expected, seq - 1);
    if (gap !== undefined) yield gap;
    expected = seq + 1;
  }
  const open = gaps.add(expected, state.last_seq);
  if (open !== undefined) yield open;
  const last = gaps.finish();
  if (last !== undefined) yield last;
}

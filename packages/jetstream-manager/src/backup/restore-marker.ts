import { access, rm, writeFile } from 'node:fs/promises';
import type { StreamState } from '@nats-io/jetstream';
import type { RestoreSource } from './restore-source.js';

/**
 * Servers since 2.15 fill the stream while they receive it. One that dies in the middle has a part of the stream when it
 * comes back, and a retry would be told that the stream exists. So a restore leaves a mark beside the backup until it
 * is done, and the retry takes away what is clearly such a part.
 */
export async function markRestore({ files }: RestoreSource): Promise<void> {
  try {
    await writeFile(files.restoring, '');
  } catch {
    // A backup on a medium that cannot be written to is restored without the mark; a retry then needs `overwrite`.
  }
}

/** The restore is done. */
export async function clearMark({ files }: RestoreSource): Promise<void> {
  await rm(files.restoring, { force: true }).catch(() => undefined);
}

/** Whether a stream is what an interrupted restore of this backup left: there is a mark, and it is a part of the backup. */
export const isLeftover = async (source: RestoreSource, state: StreamState): Promise<boolean> =>
  (await isMarked(source)) && isPartOf(source, state);

/**
 * Whether a stream does not go beyond the backup, and is empty (a restore may bring the consumers first) or begins with
 * the very message, to the nanosecond, that the backup begins with.
 */
export function isPartOf({ metadata }: RestoreSource, state: StreamState): boolean {
  const wanted = metadata.state;
  if (state.last_seq > (wanted.last_seq ?? 0) || state.messages > (wanted.messages ?? 0)) return false;
  if (state.messages === 0) return state.consumer_count <= (wanted.consumer_count ?? 0);
  return state.first_seq === wanted.first_seq && state.first_ts === wanted.first_ts;
}

async function isMarked({ files }: RestoreSource): Promise<boolean> {
  try {
    await access(files.restoring);
    return true;
  } catch {
    return false;
  }
}

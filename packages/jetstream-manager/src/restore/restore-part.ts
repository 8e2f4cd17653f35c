import { diffStream } from '../diff/stream-diff.js';
import { formatExactJson } from '../json/exact-json.js';
import { withoutServerMetadata } from '../json/server-metadata.js';
import type { Manager } from '../manager/manager.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import type { StreamSettings } from '../streams/stream-config.js';
import type { RestoreMark } from './restore-mark.js';
import type { BackupMetadata } from './restore-source.js';

/**
 * Whether a stream is the part that an interrupted restore left. It must have the configuration that was sent, hold no
 * more than the backup, and begin with the first message of the backup. The restore must also have created it. One of
 * these times proves that: the restore deleted the old stream before; the mark notes the time of the creation; the
 * stream was created before the restore failed, and it did not exist when the restore began; or it was created soon
 * after the beginning of a restore that was killed.
 */
export function isPartOf(mark: RestoreMark, metadata: BackupMetadata, info: ExactStreamInfo): boolean {
  return isMadeBy(mark, info) && isBeginning(metadata, info) && hasConfig(mark, info);
}

/**
 * A server creates the stream when the first chunks arrive. If the clocks differ by more than this, no stream is taken
 * for a part.
 */
const soonMs = 60_000;

function isMadeBy({ created, endedAt, since, began }: RestoreMark, info: ExactStreamInfo): boolean {
  if (since !== undefined) return Date.parse(info.created) >= Date.parse(since);
  if (created !== undefined) return created === info.created;
  if (endedAt !== undefined) return Date.parse(info.created) <= Date.parse(endedAt);
  const delay = Date.parse(info.created) - Date.parse(began ?? '');
  return delay >= 0 && delay < soonMs;
}

function isBeginning({ state: wanted }: BackupMetadata, { state }: ExactStreamInfo): boolean {
  if (state.last_seq > (wanted.last_seq ?? 0) || state.messages > (wanted.messages ?? 0)) return false;
  if (BigInt(state.messages) === 0n) return (state.consumer_count ?? 0) <= (wanted.consumer_count ?? 0);
  return state.first_seq === wanted.first_seq && state.first_ts === wanted.first_ts;
}

function hasConfig(mark: RestoreMark, info: ExactStreamInfo): boolean {
  const sent = comparable(mark.config);
  const made = comparable(formatExactJson(info.config));
  return diffStream(made, sent, '999.0.0').length === 0 && diffStream(sent, made, '999.0.0').length === 0;
}

/** Integers beyond 2^53 are rounded in the same way on both sides. */
function comparable(text: string): StreamSettings {
  const { metadata, ...config } = JSON.parse(text) as StreamSettings;
  const own = withoutServerMetadata(metadata);
  return own === undefined ? config : { ...config, metadata: own };
}

/**
 * Deletes the part that the restore in `mark` left. Returns whether no such stream exists now. Without `metadata` the
 * part may contain messages of a deleted stream that the server had not removed yet.
 */
export async function takePartAway(
  manager: Manager,
  mark: RestoreMark,
  metadata: BackupMetadata | undefined,
): Promise<boolean> {
  const info = await readStreamInfo(manager.context, mark.stream);
  if (info === undefined) return true;
  const isPart =
    metadata === undefined ? isMadeBy(mark, info) && hasConfig(mark, info) : isPartOf(mark, metadata, info);
  if (!isPart) return false;
  await manager.streams.delete(mark.stream);
  return true;
}

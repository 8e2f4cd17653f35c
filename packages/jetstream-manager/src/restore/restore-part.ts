import { diffStream } from '../diff/stream-diff.js';
import { formatExactJson } from '../json/exact-json.js';
import { withoutServerMetadata } from '../json/server-metadata.js';
import type { Manager } from '../manager/manager.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import type { StreamSettings } from '../streams/stream-config.js';
import type { RestoreMark } from './restore-mark.js';
import type { BackupMetadata } from './restore-source.js';

/**
 * Whether a stream is what an interrupted restore left. It has the configuration that was sent, holds no more than the
 * backup and begins with the very message that the backup begins with. And it was made by that restore: since it had the
 * old stream deleted, at the moment the mark has noted, before it failed, for it was not there when it began, or right after
 * that, where the process was killed before it had looked.
 */
export function isPartOf(mark: RestoreMark, metadata: BackupMetadata, info: ExactStreamInfo): boolean {
  return isMadeBy(mark, info) && isBeginning(metadata, info) && hasConfig(mark, info);
}

/** A server makes the stream when the first chunks come. With clocks that differ by more, nothing is taken for a part. */
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

/** Integers beyond 2^53 are rounded on both sides alike. */
function comparable(text: string): StreamSettings {
  const { metadata, ...config } = JSON.parse(text) as StreamSettings;
  const own = withoutServerMetadata(metadata);
  return own === undefined ? config : { ...config, metadata: own };
}

/**
 * Deletes the part that the restore in `mark` left. Gives whether there is no such stream now. Without `metadata` it may have
 * messages of a deleted stream, which the server had not removed yet.
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

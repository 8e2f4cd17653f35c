import { setTimeout as sleep } from 'node:timers/promises';
import { ProgressMeter } from '../backup/transfer-progress.js';
import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { ApiError } from '../errors/api-error.js';
import { parseExactJson } from '../json/exact-json.js';
import type { Manager } from '../manager/manager.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import type { FollowerBook } from './follower-book.js';
import type { MarkFile, RestoreMark } from './restore-mark.js';
import type { RestoreOptions } from './restore-options.js';
import { takePartAway } from './restore-part.js';
import type { RestoreSource } from './restore-source.js';
import type { RestoreTarget } from './restore-target.js';
import { sendSnapshot } from './send-snapshot.js';

/** A backup, and the stream that it becomes. */
export interface Sending {
  readonly source: RestoreSource;
  readonly target: RestoreTarget;
  /** Notes what the restore has started; `undefined` if nothing has to be found later. */
  readonly mark: MarkFile | undefined;
  /** Knows which streams copy from which; `undefined` if nothing reads it. */
  readonly book?: FollowerBook;
}

const defaultChunkBytes = 512 * 1024;
const defaultSilenceMs = 30_000;
const defaultFinalMs = 3_600_000;
const windowBytes = 4 * 1024 * 1024;

/**
 * How many chunks may be under way. Servers before 2.12.6 answer a chunk that exceeds their storage once, and have room for
 * one more answer. The next chunk then blocks the connection forever.
 */
export function windowOf(serverVersion: string, chunkBytes: number): number {
  const refusesEachChunk = isAtLeast(parseServerVersion(serverVersion), [2, 12, 6]);
  return refusesEachChunk ? Math.max(1, Math.floor(windowBytes / chunkBytes)) : 2;
}

/**
 * Sends a backup to a server that has no stream of the target's name, and returns the stream that the server created.
 * If that fails, the part on the server is deleted. If no server answers, the mark tells the retry about the part.
 * nats-server 2.15 may still have files of a stream of the same name that was just deleted. It then refuses the first
 * message, and the backup is sent again.
 */
export async function sendRestore(
  manager: Manager,
  sending: Sending,
  options: RestoreOptions,
): Promise<ExactStreamInfo> {
  for (const waitMs of waitsMs) {
    try {
      return await sendOnce(manager, sending, options);
    } catch (error) {
      if (!isOverLeftFiles(error)) throw error;
    }
    await sleep(waitMs);
    options.signal?.throwIfAborted();
  }
  return sendOnce(manager, sending, options);
}

/** How long to wait for the server to remove the files of a deleted stream, before each further attempt. */
const waitsMs: readonly number[] = [50, 100, 200, 400, 800, 1600, 3200];

/** The server has stored nothing of the backup. It compared the first message with old files in the stream's folder. */
const isOverLeftFiles = (error: unknown): boolean =>
  error instanceof ApiError && /expected sequence does not match store|error creating store/.test(error.description);

async function sendOnce(
  manager: Manager,
  { source, target, mark }: Sending,
  options: RestoreOptions,
): Promise<ExactStreamInfo> {
  const { stream, configText: config } = target;
  // The notes about the part of an earlier attempt are not true of this one.
  await mark?.write({ stream, config, created: undefined, endedAt: undefined, began: new Date().toISOString() });
  const body = `{"config":${config},"state":${source.stateText}}`;
  try {
    const reply = await manager.context.requestText(`STREAM.RESTORE.${stream}`, body);
    const { deliver_subject: subject } = JSON.parse(reply) as { deliver_subject: string };
    const text = await transfer(manager, { source, target, mark }, subject, options);
    if (mark?.current?.aside === undefined) await mark?.clear();
    // The server is trusted here: the reply to the last message is the stream as it is now.
    return parseExactJson(text) as ExactStreamInfo;
  } catch (error) {
    await leaveNothing(manager, { source, target, mark }, isOverLeftFiles(error));
    throw error;
  }
}

async function transfer(manager: Manager, sending: Sending, subject: string, options: RestoreOptions): Promise<string> {
  const { nc } = manager.context;
  const { source, target, mark } = sending;
  const { stream } = target;
  const chunkBytes = Math.min(options.chunkBytes ?? defaultChunkBytes, nc.info?.max_payload ?? defaultChunkBytes);
  const meter = new ProgressMeter(options.onProgress, () => performance.now());
  const report = (bytes: number, isDone: boolean) =>
    meter.report(() => ({
      stream,
      kind: 'restore',
      bytes,
      totalBytes: source.dataBytes,
      share: isDone ? 1 : Math.min(0.99, bytes / source.dataBytes),
      isDone,
    }));
  report(0, false);
  const note = mark === undefined ? () => undefined : noteCreation(manager, stream, mark);
  const text = await sendSnapshot(nc, {
    source,
    stream,
    subject,
    chunkBytes,
    window: windowOf(manager.context.serverVersion(), chunkBytes),
    silenceMs: options.silenceMs ?? defaultSilenceMs,
    finalMs: options.finalMs ?? defaultFinalMs,
    signal: options.signal,
    onChunk: (bytes) => {
      report(bytes, false);
      note();
    },
  });
  report(source.dataBytes, true);
  return text;
}

/**
 * Checks from time to time whether the server has begun to fill the stream, until the mark holds the time of creation.
 */
function noteCreation(manager: Manager, stream: string, mark: MarkFile): () => void {
  let chunks = 0;
  let nextLook = 4;
  const look = async () => {
    const info = await readStreamInfo(manager.context, stream);
    const { current } = mark;
    if (info !== undefined && current !== undefined) await mark.write({ ...current, created: info.created });
  };
  return () => {
    chunks += 1;
    if (chunks < nextLook || mark.current?.created !== undefined) return;
    nextLook *= 2;
    // This is only a hint for a retry. The transfer itself notices real problems.
    look().catch(() => undefined);
  };
}

/**
 * The stream did not exist when this restore began. It is unlikely that somebody else creates the same stream in the
 * meantime.
 */
const untilNow = '9999-12-31T23:59:59Z';

async function leaveNothing(
  manager: Manager,
  { source, target, mark }: Sending,
  hasOldMessages: boolean,
): Promise<void> {
  const ended: RestoreMark = {
    ...(mark?.current ?? { stream: target.stream, config: target.configText }),
    endedAt: new Date().toISOString(),
  };
  try {
    await takePartAway(manager, { ...ended, endedAt: untilNow }, hasOldMessages ? undefined : source.metadata);
    if (ended.aside === undefined) await mark?.clear();
  } catch {
    // No server answers, so the mark informs the retry.
    await mark?.write(ended);
  }
}

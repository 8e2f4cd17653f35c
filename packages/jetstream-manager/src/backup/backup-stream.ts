import { access, rename, rm, rmdir } from 'node:fs/promises';
import { assertName } from '../api/api-subject.js';
import { assertFeature } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { parseExactJson } from '../json/exact-json.js';
import { readRawMembers } from '../json/raw-members.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type BackupFiles, backupFiles, consumersName, dataName, metadataName } from './backup-files.js';
import { ChunkWriter } from './chunk-writer.js';
import { makeDirectory } from './make-directory.js';
import { formatNotedConsumers, listConsumersToNote } from './noted-consumers.js';
import { receiveSnapshot } from './receive-snapshot.js';
import { requestSnapshot } from './request-snapshot.js';
import { digestText, type FileDigest, writeStreamManifest } from './stream-manifest.js';
import { type OnProgress, ProgressMeter } from './transfer-progress.js';
import { syncDirectory, writeFileWhole } from './write-file-whole.js';

/** Options of {@link backupStream}. */
export interface BackupOptions {
  /** Whether the backup includes the consumers and their state. Default `true`. */
  readonly consumers?: boolean;
  /** Whether the server checks every message before it sends the snapshot. Default `false`. */
  readonly healthCheck?: boolean;
  /** Replaces an existing backup in the directory when the new backup is complete. Default `false`. */
  readonly overwrite?: boolean;
  /** Size of one message of the transfer in bytes, 1 KiB to 1 MiB. Default 512 KiB. */
  readonly chunkBytes?: number;
  /** Bytes that the server may send ahead, at most 32 MiB. Default: the server's 8 MiB. Needs nats-server 2.12. */
  readonly windowBytes?: number;
  /** How long the server may be silent, in milliseconds. Default 30000. */
  readonly silenceMs?: number;
  /** Called with the progress of the backup. */
  readonly onProgress?: OnProgress;
  /** Aborts the backup. An unfinished file is left, and the next backup overwrites it. */
  readonly signal?: AbortSignal;
}

export const backupOptionNames = {
  consumers: true,
  healthCheck: true,
  overwrite: true,
  chunkBytes: true,
  windowBytes: true,
  silenceMs: true,
  onProgress: true,
  signal: true,
} as const satisfies OptionNames<BackupOptions>;

/** A finished backup. */
export interface BackupResult {
  /** Name of the stream. */
  readonly stream: string;
  /** Folder that holds the backup. */
  readonly directory: string;
  /** Bytes of the snapshot file. */
  readonly bytes: number;
  /** SHA-256 of the snapshot file, in hexadecimal. */
  readonly sha256: string;
  /**
   * Whether the backup noted the consumers in a file of its own. A restore then finds the consumers that the server
   * omitted from the snapshot. `false` if the consumers were not wanted or this user cannot list them.
   */
  readonly hasNotedConsumers: boolean;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

interface SnapshotState {
  readonly state?: { readonly bytes?: number | bigint };
}

const defaultChunkBytes = 512 * 1024;
const defaultSilenceMs = 30_000;

/**
 * Writes a backup of a stream into `directory`, in the format of the `nats` CLI, with a manifest of digests. The memory
 * it needs does not depend on the size of the stream. The file `backup.json` is written after the snapshot, so an
 * interrupted backup never looks complete.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `BACKUP_EXISTS` when the directory contains a backup
 * @throws `STREAM_NOT_FOUND` when there is no such stream
 * @throws `MEMORY_STREAM` when the stream is in memory and the server is older than 2.15
 * @throws `TRANSFER_INTERRUPTED`, `DISCONNECTED` or `ABORTED` when it was interrupted; an unfinished file is left, and a retry works
 * @throws `FILE_ERROR` when a file cannot be written; nothing is left
 */
export async function backupStream(
  manager: Manager,
  stream: string,
  directory: string,
  options: BackupOptions = {},
): Promise<BackupResult> {
  assertKnownOptions('backupStream', options, backupOptionNames);
  try {
    return await takeBackup(manager, stream, directory, options);
  } catch (error) {
    throw toManagerError(error, `backup of ${stream}`);
  }
}

async function takeBackup(
  manager: Manager,
  stream: string,
  directory: string,
  options: BackupOptions,
): Promise<BackupResult> {
  assertName(stream, 'stream');
  const { context } = manager;
  if (options.windowBytes !== undefined) assertFeature(context.serverVersion(), 'snapshotWindow');
  const hasConsumers = options.consumers ?? true;
  const files = backupFiles(directory);
  await prepareDirectory(directory, files, options.overwrite ?? false);
  const startMs = performance.now();
  const consumers = hasConsumers ? await listConsumersToNote(manager, stream) : undefined;
  const noted = consumers && formatNotedConsumers(consumers);
  const { reply, digest } = await receiveOrTidy(manager, { stream, files, options }, directory);
  // This order keeps an older backup in the directory complete until now. A mixture of two backups is never taken for a
  // backup.
  for (const path of [files.manifest, files.metadata, files.consumers]) await rm(path, { force: true });
  await rename(files.partialData, files.data);
  const metadata = buildMetadata(reply);
  await writeFileWhole(files.metadata, metadata);
  if (noted !== undefined) await writeFileWhole(files.consumers, noted);
  await writeStreamManifest(files, {
    stream,
    created: new Date().toISOString(),
    serverVersion: context.serverVersion(),
    consumers: hasConsumers,
    files: {
      [metadataName]: digestText(metadata),
      [dataName]: digest,
      ...(noted === undefined ? {} : { [consumersName]: digestText(noted) }),
    },
  });
  await syncDirectory(directory);
  return {
    stream,
    directory,
    ...digest,
    hasNotedConsumers: noted !== undefined,
    elapsedMs: performance.now() - startMs,
  };
}

interface Reception {
  readonly stream: string;
  readonly files: BackupFiles;
  readonly options: BackupOptions;
}

/**
 * Removes the folder if the server cannot back up the stream, because a later restore would meet an empty folder.
 * Removes the unfinished file if the disk is full.
 */
async function receiveOrTidy(manager: Manager, reception: Reception, directory: string) {
  try {
    return await receiveInto(manager, reception);
  } catch (error) {
    const { code } = toManagerError(error, `backup of ${reception.stream}`);
    if (code === 'MEMORY_STREAM' || code === 'FILE_ERROR') {
      await rm(reception.files.partialData, { force: true });
      // This fails if the folder contains something else. The folder then stays.
      await rmdir(directory).catch(() => undefined);
    }
    throw error;
  }
}

async function receiveInto(
  { context }: Manager,
  { stream, files, options }: Reception,
): Promise<{ reply: string; digest: FileDigest }> {
  const writer = await ChunkWriter.create(files.partialData);
  const meter = new ProgressMeter(options.onProgress, () => performance.now());
  let expected = 0;
  const report = (isDone: boolean) =>
    meter.report(() => ({
      stream,
      kind: 'backup',
      bytes: writer.bytes,
      ...(isDone ? { totalBytes: writer.bytes } : {}),
      share: isDone ? 1 : Math.min(0.99, expected === 0 ? 0 : writer.contentBytes / expected),
      isDone,
    }));
  const start = async (inbox: string): Promise<string> => {
    const request = buildSnapshotRequest(inbox, options);
    const reply = await requestSnapshot(context, stream, request, options.silenceMs ?? defaultSilenceMs);
    expected = Number((parseExactJson(reply) as SnapshotState).state?.bytes ?? 0);
    return reply;
  };
  try {
    const reply = await receiveSnapshot(context.nc, {
      stream,
      start,
      writer,
      silenceMs: options.silenceMs ?? defaultSilenceMs,
      signal: options.signal,
      onChunk: () => report(false),
    });
    const digest = await writer.finish();
    report(true);
    return { reply, digest };
  } finally {
    await writer.close();
  }
}

function buildSnapshotRequest(inbox: string, options: BackupOptions): string {
  return JSON.stringify({
    deliver_subject: inbox,
    no_consumers: !(options.consumers ?? true),
    jsck: options.healthCheck ?? false,
    chunk_size: options.chunkBytes ?? defaultChunkBytes,
    ...withoutUndefined({ window_size: options.windowBytes }),
  });
}

/** The text of `backup.json`: the configuration and the state as the server sent them, with all numbers unchanged. */
function buildMetadata(reply: string): string {
  const members = readRawMembers(reply, 'the snapshot reply');
  return `{\n  "config": ${members.get('config') ?? '{}'},\n  "state": ${members.get('state') ?? '{}'}\n}\n`;
}

async function prepareDirectory(directory: string, files: BackupFiles, overwrite: boolean): Promise<void> {
  await makeDirectory(directory);
  if (!overwrite && ((await isThere(files.metadata)) || (await isThere(files.data)))) {
    throw new JetStreamManagerError('BACKUP_EXISTS', `${directory} already holds a backup`, { details: { directory } });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

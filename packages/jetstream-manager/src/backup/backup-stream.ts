import { access, rename, rm } from 'node:fs/promises';
import { assertName } from '../api/api-subject.js';
import { assertFeature } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { readRawMembers } from '../json/raw-members.js';
import { parseSafeJson } from '../json/safe-json.js';
import type { Manager } from '../manager/manager.js';
import { backupFiles, dataName, type BackupFiles, metadataName } from './backup-files.js';
import { ChunkWriter } from './chunk-writer.js';
import { makeDirectory } from './make-directory.js';
import { digestText, type FileDigest, writeManifest } from './manifest.js';
import { receiveSnapshot } from './receive-snapshot.js';
import { requestSnapshot } from './request-snapshot.js';
import { type OnProgress, ProgressMeter } from './transfer-progress.js';
import { syncDirectory, writeFileWhole } from './write-file-whole.js';

/** Options of {@link backupStream}. */
export interface BackupOptions {
  /** Whether consumers and their state are in the backup. Default `true`. */
  readonly consumers?: boolean;
  /** Whether the server checks every message before it sends. Default `false`. */
  readonly healthCheck?: boolean;
  /** Replaces a backup that is already in the directory, once the new one has arrived. Default `false`. */
  readonly overwrite?: boolean;
  /** Bytes a message of the transfer carries, 1 KiB to 1 MiB. Default 512 KiB. */
  readonly chunkBytes?: number;
  /** Bytes the server may send ahead, at most 32 MiB. Default: the server's 8 MiB. Needs nats-server 2.12. */
  readonly windowBytes?: number;
  /** How long the server may be silent, in milliseconds. Default 30000. */
  readonly silenceMs?: number;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** A finished backup. */
export interface BackupResult {
  readonly stream: string;
  readonly directory: string;
  /** Bytes of the snapshot file. */
  readonly bytes: number;
  /** SHA-256 of the snapshot file, in hexadecimal. */
  readonly sha256: string;
  readonly elapsedMs: number;
}

interface SnapshotState {
  readonly state?: { readonly bytes?: number };
}

const defaultChunkBytes = 512 * 1024;
const defaultSilenceMs = 30_000;

/**
 * Writes a backup of a stream into `directory`, in the format of the `nats` CLI and with a manifest of digests. Memory
 * does not grow with the stream. Until it is complete the directory holds no `backup.json`, so an interrupted backup
 * is never taken for one. Throws `BACKUP_EXISTS`, `MEMORY_STREAM`, `StreamNotFoundError`, and `TRANSFER_INTERRUPTED`,
 * `DISCONNECTED` or `ABORTED` where it was cut off; then nothing but an unfinished file is left, and a retry works.
 */
export async function backupStream(
  manager: Manager,
  stream: string,
  directory: string,
  options: BackupOptions = {},
): Promise<BackupResult> {
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
  const { config } = await manager.streams.load(stream);
  if (config.storage === 'memory') {
    throw new JetStreamManagerError('MEMORY_STREAM', `stream ${stream} is kept in memory`, { details: { stream } });
  }
  const files = backupFiles(directory);
  await prepareDirectory(directory, files, options.overwrite ?? false);
  const startMs = performance.now();
  const { reply, digest } = await receiveInto(manager, { stream, files, options });
  // In this order, so that an older backup in the directory stays whole until now, and no mixture is taken for one.
  for (const path of [files.manifest, files.metadata]) await rm(path, { force: true });
  await rename(files.partialData, files.data);
  const metadata = buildMetadata(reply);
  await writeFileWhole(files.metadata, metadata);
  await writeManifest(files, {
    stream,
    created: new Date().toISOString(),
    serverVersion: context.serverVersion(),
    consumers: options.consumers ?? true,
    files: { [metadataName]: digestText(metadata), [dataName]: digest },
  });
  await syncDirectory(directory);
  return { stream, directory, ...digest, elapsedMs: performance.now() - startMs };
}

interface Reception {
  readonly stream: string;
  readonly files: BackupFiles;
  readonly options: BackupOptions;
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
    expected = (parseSafeJson(reply, 'the snapshot reply') as SnapshotState).state?.bytes ?? 0;
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
    ...(options.windowBytes === undefined ? {} : { window_size: options.windowBytes }),
  });
}

/** The text of `backup.json`: the server's own words for configuration and state, numbers untouched. */
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

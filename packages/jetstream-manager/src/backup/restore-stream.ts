import type { StreamInfo, StreamState } from '@nats-io/jetstream';
import { assertName } from '../api/api-subject.js';
import { assertFeature } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { parseSafeJson, writeExactIntegers } from '../json/safe-json.js';
import type { Manager } from '../manager/manager.js';
import type { StreamSettings } from '../streams/stream-config.js';
import { holdsNatsArchive } from './archive-end.js';
import { openRestoreSource, type RestoreSource, verifySource } from './restore-source.js';
import { clearMark, isLeftover, isPartOf, markRestore } from './restore-marker.js';
import { type RestoreTransfer, sendSnapshot } from './send-snapshot.js';
import { type OnProgress, ProgressMeter } from './transfer-progress.js';

/** Options of {@link restoreStream}. */
export interface RestoreOptions {
  /**
   * Deletes an existing stream of that name, once the whole backup has been verified. Default `false`: it is left
   * alone, and `STREAM_EXISTS` thrown.
   */
  readonly overwrite?: boolean;
  /** Settings that differ from the backup's, such as `num_replicas` or `placement`. The name cannot be changed. */
  readonly settings?: StreamSettings;
  /**
   * Reads and verifies the whole snapshot before the first byte is sent, rather than on the way. Default `false`;
   * either way nothing is restored from a damaged backup.
   */
  readonly verifyFirst?: boolean;
  /** Bytes a message of the transfer carries. Default 512 KiB, less where the server takes less. */
  readonly chunkBytes?: number;
  /** How long the server may be silent between chunks, in milliseconds. Default 30000. */
  readonly silenceMs?: number;
  /** How long the server may take to put the stream together at the end, in milliseconds. Default one hour. */
  readonly finalMs?: number;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** A finished restore. */
export interface RestoreResult {
  readonly stream: string;
  readonly bytes: number;
  readonly state: StreamState;
  /** Whether a manifest vouched for the snapshot, or its structure alone. */
  readonly verifiedBy: 'manifest' | 'structure';
  readonly elapsedMs: number;
}

const defaultChunkBytes = 512 * 1024;
const defaultSilenceMs = 30_000;
const defaultFinalMs = 3_600_000;
const windowBytes = 4 * 1024 * 1024;

/**
 * Restores the stream in `directory`, a backup of this package or of the `nats` CLI, with its consumers where they
 * are in it. Memory does not grow with the stream. Throws `BACKUP_INCOMPLETE` or `BACKUP_CORRUPT` and restores nothing
 * where the backup is not whole, `FEATURE_UNSUPPORTED` where it comes from a server too new for this one, `STREAM_EXISTS`, `RESTORE_MISMATCH` where the restored stream lacks messages, and
 * `TRANSFER_INTERRUPTED`, `DISCONNECTED` or `ABORTED` where it was cut off; a retry then works.
 */
export async function restoreStream(
  manager: Manager,
  directory: string,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  try {
    return await restoreFrom(manager, directory, options);
  } catch (error) {
    throw toManagerError(error, `restore from ${directory}`);
  }
}

async function restoreFrom(manager: Manager, directory: string, options: RestoreOptions): Promise<RestoreResult> {
  const startMs = performance.now();
  const source = await openRestoreSource(directory);
  const stream = assertName(source.metadata.config.name, 'stream');
  if (options.settings?.name !== undefined && options.settings.name !== stream) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', `the backup is of ${stream}; a restore cannot rename it`);
  }
  if (source.metadata.config['storage'] === 'memory') {
    throw new JetStreamManagerError('MEMORY_STREAM', `the backup is of the memory stream ${stream}`);
  }
  if (await holdsNatsArchive(source.files.data)) assertFeature(manager.context.serverVersion(), 'natsArchive');
  const overwrite = options.overwrite ?? false;
  if (overwrite || options.verifyFirst) await verifySource(source);
  await makeRoom(manager, source, overwrite);
  await markRestore(source);
  const info = await send(manager, source, options);
  await clearMark(source);
  assertRestored(source, info.state);
  return {
    stream,
    bytes: source.dataBytes,
    state: info.state,
    verifiedBy: source.expected === undefined ? 'structure' : 'manifest',
    elapsedMs: performance.now() - startMs,
  };
}

async function makeRoom(manager: Manager, source: RestoreSource, overwrite: boolean): Promise<void> {
  const stream = source.metadata.config.name;
  if (!(await manager.streams.exists(stream))) return;
  const existing = await manager.streams.load(stream);
  if (!overwrite && !(await isLeftover(source, existing.lastInfo.state))) {
    throw new JetStreamManagerError('STREAM_EXISTS', `there is a stream ${stream} already`, { details: { stream } });
  }
  await existing.delete();
}

/** Servers since 2.15 keep what they have of a stream whose restore is given up: a part, open to readers and writers. */
async function sendOrTakeAway(manager: Manager, transfer: RestoreTransfer): Promise<string> {
  try {
    return await sendSnapshot(manager.context.nc, transfer);
  } catch (error) {
    await takePartAway(manager, transfer.source);
    throw error;
  }
}

async function takePartAway(manager: Manager, source: RestoreSource): Promise<void> {
  try {
    const part = await manager.streams.load(source.metadata.config.name);
    if (!isPartOf(source, part.lastInfo.state)) return;
    await part.delete();
    await clearMark(source);
  } catch {
    // Nothing is there, or nobody answers: then the mark tells the retry.
  }
}

async function send(manager: Manager, source: RestoreSource, options: RestoreOptions): Promise<StreamInfo> {
  const { context } = manager;
  const { nc } = context;
  const stream = source.metadata.config.name;
  const body = `{"config":${buildConfig(source, options.settings)},"state":${source.stateText}}`;
  const reply = await context.requestText(`STREAM.RESTORE.${stream}`, body);
  const { deliver_subject: subject } = JSON.parse(reply) as { deliver_subject: string };
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
  const text = await sendOrTakeAway(manager, {
    source,
    subject,
    chunkBytes,
    window: Math.max(1, Math.floor(windowBytes / chunkBytes)),
    silenceMs: options.silenceMs ?? defaultSilenceMs,
    finalMs: options.finalMs ?? defaultFinalMs,
    signal: options.signal,
    onChunk: (bytes) => report(bytes, false),
  });
  report(source.dataBytes, true);
  return parseSafeJson(text, `the restore of ${stream}`) as StreamInfo;
}

/** The backup's own text where nothing is changed, so that no number in it is. */
function buildConfig(source: RestoreSource, settings: StreamSettings | undefined): string {
  if (settings === undefined) return source.configText;
  return writeExactIntegers(JSON.stringify({ ...source.metadata.config, ...settings }), 'the settings');
}

/** The state in a backup is from its beginning, so a busy stream may have more; messages may expire on the way. */
function assertRestored(source: RestoreSource, state: StreamState): void {
  const { config, state: wanted } = source.metadata;
  const isExpiring = Boolean(config['max_age']) || config['allow_msg_ttl'] === true;
  const isShort = state.last_seq < (wanted.last_seq ?? 0);
  const hasFewer = state.last_seq === wanted.last_seq && state.messages < (wanted.messages ?? 0);
  if (!isShort && (isExpiring || !hasFewer)) return;
  throw new JetStreamManagerError(
    'RESTORE_MISMATCH',
    `${config.name} was restored with ${state.messages} messages up to ${state.last_seq}, ` +
      `the backup has ${wanted.messages} up to ${wanted.last_seq}`,
    { details: { stream: config.name, restored: state, expected: wanted } },
  );
}

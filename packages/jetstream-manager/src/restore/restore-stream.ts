import { holdsNatsArchive } from '../backup/archive-end.js';
import { versionOfLevel } from '../connection/answering-version.js';
import { assertFeature } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { isSet } from '../json/is-set.js';
import type { Manager } from '../manager/manager.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import { assertFits, assertRestored } from './assert-restored.js';
import { removeScratch } from './rehearse.js';
import { replaceStream, restoreWithFallback } from './replace-stream.js';
import { MarkFile } from './restore-mark.js';
import type { RestoreOptions, RestoreResult } from './restore-options.js';
import { isPartOf } from './restore-part.js';
import { openRestoreSource, verifySource } from './restore-source.js';
import { type RestoreTarget, resolveTarget } from './restore-target.js';
import { checkConsumers } from './restored-consumers.js';
import { needsResuming, resumeSources, withoutSources } from './resume-sources.js';
import { type Sending, sendRestore } from './send-restore.js';

/**
 * Restores the stream in `directory`, a backup of this package or of the `nats` CLI, with its consumers where they are
 * in it. Memory does not grow with the stream. The duplicate window is not in a snapshot: message ids from before the
 * backup are taken once more.
 *
 * Throws `BACKUP_INCOMPLETE` or `BACKUP_CORRUPT` and restores nothing where the backup is not whole,
 * `FEATURE_UNSUPPORTED` where it comes from a server too new for this one or cannot have another name, `STREAM_EXISTS`,
 * `RESTORE_MISMATCH` where the restored stream lacks messages, and `TRANSFER_INTERRUPTED`, `DISCONNECTED` or `ABORTED`
 * where it was cut off; a retry then works. With `overwrite` the existing stream is there again after each of these;
 * `STREAM_NOT_PUT_BACK` says where its backup is if that was not possible.
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
  const target = await resolveTarget(manager, source, options);
  const { stream } = target;
  const isNatsArchive = await holdsNatsArchive(source.files.data);
  const version = isNatsArchive || isSet(target.config['sources']) ? await answeringVersion(manager) : undefined;
  if (isNatsArchive) assertFeature(version ?? '', 'natsArchive');
  if (options.overwrite || options.verifyFirst) await verifySource(source);
  if (!options.acceptLoss) assertFits(target, source.metadata);
  const mark = new MarkFile(source);
  const isResuming = version !== undefined && needsResuming(version, target);
  const sending = { source, target: isResuming ? withoutSources(target) : target, mark };
  const { state } = await restoreOver(manager, sending, options);
  if (!options.acceptLoss) assertRestored(target, source.metadata, state);
  const resumedSources = isResuming ? await resumeSources(manager, target, source) : [];
  const consumers =
    source.consumers && (await checkConsumers(manager, stream, source.consumers, options.remakeConsumers ?? 'missing'));
  return {
    stream,
    bytes: source.dataBytes,
    state,
    verifiedBy: source.expected === undefined ? 'structure' : 'manifest',
    ...(consumers === undefined ? {} : { consumers }),
    resumedSources,
    elapsedMs: performance.now() - startMs,
  };
}

/** The version of the servers that answer for JetStream, which need not be that of the connection. */
async function answeringVersion({ account, context }: Manager): Promise<string> {
  const connected = context.serverVersion();
  try {
    return versionOfLevel(await account.apiLevel(), connected);
  } catch {
    // A user who may restore need not be one who may look at the account.
    return connected;
  }
}

/** Restores, and decides first what becomes of a stream that has the name already. */
async function restoreOver(manager: Manager, sending: Sending, options: RestoreOptions): Promise<ExactStreamInfo> {
  const { target, source, mark } = sending;
  const left = await mark?.read();
  await removeScratch(manager, left?.scratch);
  const living = await readStreamInfo(manager.context, target.stream);
  const isPart = living !== undefined && left?.stream === target.stream && isPartOf(left, source.metadata, living);
  // A restore that died after it had deleted the stream to be replaced: what it set aside still stands behind this one.
  if (left?.aside !== undefined && left.stream === target.stream && (living === undefined || isPart)) {
    return restoreWithFallback(manager, sending, { ...options, asideDirectory: left.aside }, isPart);
  }
  if (living === undefined) return sendRestore(manager, sending, options);
  if (isPart) {
    await manager.streams.delete(target.stream);
    return sendRestore(manager, sending, options);
  }
  if (!options.overwrite) throw streamExists(target);
  return replaceStream(manager, sending, options);
}

const streamExists = ({ stream }: RestoreTarget): JetStreamManagerError =>
  new JetStreamManagerError('STREAM_EXISTS', `there is a stream ${stream} already`, { details: { stream } });

import { rm } from 'node:fs/promises';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { backupFiles } from '../backup/backup-files.js';
import { assertFeature } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions } from '../options/option-names.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import { assertFits, assertRestored } from './assert-restored.js';
import { assertSettings } from './assert-settings.js';
import { FollowerBook } from './follower-book.js';
import { removeScratch } from './rehearse.js';
import { replaceStream, restoreWithFallback } from './replace-stream.js';
import {
  forgetReplacement,
  isOwn,
  leftBy,
  openAsideOf,
  type Replacement,
  readUnfinished,
  unfinished,
} from './replacement-note.js';
import { MarkFile } from './restore-mark.js';
import { type RestoreOptions, type RestoreResult, restoreOptionNames } from './restore-options.js';
import { isPartOf } from './restore-part.js';
import { openRestoreSource, type RestoreSource, verifySource } from './restore-source.js';
import { type RestoreTarget, resolveTarget, tooOld } from './restore-target.js';
import { checkConsumers } from './restored-consumers.js';
import type { Sending } from './send-restore.js';
import { answeringVersion, type Restored, sendWithSources } from './send-with-sources.js';

/**
 * Restores the stream in `directory`, a backup of this package or of the `nats` CLI. It also restores the consumers in
 * the backup. The memory it needs does not depend on the size of the stream. A snapshot does not contain the duplicate
 * window, so the server accepts message ids from before the backup once more.
 *
 * With `overwrite`, the existing stream is put back after each of the errors below.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `BACKUP_INCOMPLETE` or `BACKUP_CORRUPT` when the backup is not complete; nothing is restored
 * @throws `FEATURE_UNSUPPORTED` when this server is too old for the backup, or the backup cannot have another name
 * @throws `STREAM_EXISTS` when the stream exists and `overwrite` is not set
 * @throws `RESTORE_MISMATCH` when the restored stream lacks messages of the backup
 * @throws `TRANSFER_INTERRUPTED`, `DISCONNECTED` or `ABORTED` when it was interrupted; a retry works
 * @throws `STREAM_NOT_PUT_BACK` when the existing stream could not be put back; the error names its backup
 */
export async function restoreStream(
  manager: Manager,
  directory: string,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  assertKnownOptions('restoreStream', options, restoreOptionNames);
  return restoreAmong(manager, directory, options, new FollowerBook(manager));
}

/** Like {@link restoreStream}, for one of many streams. They share `book`, so the list of streams is read once. */
export async function restoreAmong(
  manager: Manager,
  directory: string,
  options: RestoreOptions,
  book: FollowerBook,
): Promise<RestoreResult> {
  try {
    return await restoreFrom(manager, directory, options, book);
  } catch (error) {
    throw toManagerError(error, `restore from ${directory}`);
  }
}

async function restoreFrom(
  manager: Manager,
  directory: string,
  options: RestoreOptions,
  book: FollowerBook,
): Promise<RestoreResult> {
  const startMs = performance.now();
  const source = await openRestoreSource(directory);
  const target = await resolveTarget(manager, source, options);
  const { stream } = target;
  const isNatsArchive = await holdsNatsArchive(source.files.data);
  if (isNatsArchive) assertFeature(await answeringVersion(manager), 'natsArchive');
  else assertNotIntoMemory(target, source);
  assertSettings(options.settings);
  if (options.overwrite || options.verifyFirst) await verifySource(source);
  if (!options.acceptLoss) assertFits(target, source.metadata);
  // Reads the list before anything is deleted, because this may take a while.
  await book.of(stream).catch(() => undefined);
  const mark = new MarkFile(source);
  const { info, resumedSources, followers } = await restoreOver(manager, { source, target, mark, book }, options);
  const { state } = info;
  await book.note(target.config);
  if (!options.acceptLoss) assertRestored(target, source.metadata, state);
  const consumers =
    source.consumers && (await checkConsumers(manager, stream, source.consumers, options.remakeConsumers ?? 'missing'));
  return {
    stream,
    bytes: source.dataBytes,
    state,
    verifiedBy: source.expected === undefined ? 'structure' : 'manifest',
    ...withoutUndefined({ consumers, followers }),
    resumedSources,
    elapsedMs: performance.now() - startMs,
  };
}

/** Servers take the old format into files only. Into memory they restore an empty stream. */
function assertNotIntoMemory({ stream, config }: RestoreTarget, { metadata }: RestoreSource): void {
  if (config['storage'] !== 'memory' || BigInt(metadata.state.messages ?? 0) === 0n) return;
  throw tooOld(`restoring ${stream} into memory`);
}

/** Restores, and first decides what happens to an existing stream of that name. */
async function restoreOver(manager: Manager, sending: Sending, options: RestoreOptions): Promise<Restored> {
  const { target, source, mark } = sending;
  const marked = await mark?.read();
  await removeScratch(manager, marked?.scratch);
  const living = await readStreamInfo(manager.context, target.stream);
  const note = await readUnfinished(manager, target.stream, living);
  if (note !== undefined && !isOwn(note, source, marked)) return takeOver(manager, sending, options, { note, living });
  if (note?.aside === source.files.directory) return putBackByHand(manager, sending, options, living);
  const left = note === undefined ? marked : leftBy(note, marked, target);
  const isPart = living !== undefined && left?.stream === target.stream && isPartOf(left, source.metadata, living);
  // This restore died after it deleted the stream to be replaced. The backup that it set aside is still the fallback.
  if (left?.aside !== undefined && left.stream === target.stream && (living === undefined || isPart)) {
    return restoreWithFallback(manager, sending, { ...options, asideDirectory: left.aside }, living);
  }
  if (living === undefined) return sendWithSources(manager, sending, options);
  if (isPart) {
    await manager.streams.delete(target.stream);
    return sendWithSources(manager, sending, options);
  }
  if (!options.overwrite) throw streamExists(target);
  return replaceStream(manager, sending, options);
}

/**
 * Another restore of this stream was cut off. A restore with `overwrite` continues in its place, and the backup that
 * was set aside stays the fallback. Any other restore fails with `STREAM_NOT_PUT_BACK`. It also fails if a stream
 * exists that the interrupted restore did not create.
 */
async function takeOver(
  manager: Manager,
  sending: Sending,
  options: RestoreOptions,
  { note, living }: { readonly note: Replacement; readonly living: ExactStreamInfo | undefined },
): Promise<Restored> {
  const { source, target } = sending;
  const left = leftBy(note, undefined, target);
  const isFree = living === undefined || isPartOf(left, source.metadata, living);
  if (!options.overwrite || !isFree) throw unfinished(note);
  await openAsideOf(note);
  const restored = await restoreWithFallback(manager, sending, { ...options, asideDirectory: note.aside }, living);
  // Nothing remains to be found there.
  await rm(backupFiles(note.backup).restoring, { force: true });
  return restored;
}

/** A person restores the backup that an unfinished replacement had set aside. This ends the replacement. */
async function putBackByHand(
  manager: Manager,
  sending: Sending,
  options: RestoreOptions,
  living: ExactStreamInfo | undefined,
): Promise<Restored> {
  if (living !== undefined && !options.overwrite) throw streamExists(sending.target);
  const put = living === undefined ? sendWithSources : replaceStream;
  const restored = await put(manager, sending, options);
  await forgetReplacement(manager, sending.target.stream);
  return restored;
}

const streamExists = ({ stream }: RestoreTarget): JetStreamManagerError =>
  new JetStreamManagerError('STREAM_EXISTS', `a stream ${stream} exists already`, { details: { stream } });

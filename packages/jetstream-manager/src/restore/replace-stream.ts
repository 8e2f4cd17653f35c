import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackupOptions, backupStream } from '../backup/backup-stream.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import { assertRestored } from './assert-restored.js';
import { rehearse } from './rehearse.js';
import { forgetReplacement, noteReplacement } from './replacement-note.js';
import type { RestoreOptions } from './restore-options.js';
import { openRestoreSource, verifySource } from './restore-source.js';
import { withConfig } from './restore-target.js';
import type { Sending } from './send-restore.js';
import { type Restored, sendWithSources } from './send-with-sources.js';

/**
 * Restores a backup over an existing stream. First it tries everything that it can try beside the stream. Then it backs
 * the stream up aside. Only then does it delete the stream. If the restore fails or is aborted, it puts the stream
 * back. If the process dies, two places name the backup of the stream: the mark beside the backup and a note on the
 * server.
 */
export async function replaceStream(manager: Manager, sending: Sending, options: RestoreOptions): Promise<Restored> {
  const aside = await prepare(manager, sending, options);
  const living = await readStreamInfo(manager.context, sending.target.stream);
  return restoreWithFallback(manager, sending, { ...options, asideDirectory: aside }, living);
}

/**
 * Rehearses the restore and backs the existing stream up. Returns the folder of that backup. A failure leaves nothing
 * behind.
 */
async function prepare(manager: Manager, sending: Sending, options: RestoreOptions): Promise<string> {
  try {
    await rehearse(manager, sending, options);
    return await setAside(manager, sending, options);
  } catch (error) {
    await sending.mark?.clear();
    throw error;
  }
}

/** The options that {@link restoreWithFallback} needs. */
type FallbackOptions = RestoreOptions & { readonly asideDirectory: string };

/** Deletes the stream if it still exists, and restores. If that fails, it puts back the backup in `asideDirectory`. */
export async function restoreWithFallback(
  manager: Manager,
  sending: Sending,
  options: FallbackOptions,
  living: ExactStreamInfo | undefined,
): Promise<Restored> {
  const { target, source, mark } = sending;
  const { asideDirectory: aside } = options;
  await mark?.write({ stream: target.stream, config: target.configText, aside });
  await noteReplacement(manager, target.stream, { backup: source.files.directory, aside, created: living?.created });
  let restored: Restored;
  try {
    options.signal?.throwIfAborted();
    if (living !== undefined) await manager.streams.delete(target.stream);
    restored = await sendWithSources(manager, sending, options);
    if (!options.acceptLoss) await assertOrRemove(manager, sending, restored.info);
  } catch (error) {
    await putBack(manager, sending, aside, toManagerError(error, `restore of ${target.stream}`));
    throw error;
  }
  await mark?.clear();
  await forgetReplacement(manager, target.stream);
  await rm(aside, { recursive: true, force: true });
  return restored;
}

async function assertOrRemove(manager: Manager, { source, target }: Sending, info: ExactStreamInfo): Promise<void> {
  try {
    assertRestored(target, source.metadata, info.state);
  } catch (error) {
    await manager.streams.delete(target.stream);
    throw error;
  }
}

/** The stream may have stored messages since its backup began. It is then backed up again, up to this many times. */
const asideAttempts = 3;

async function setAside(manager: Manager, { source, target }: Sending, options: RestoreOptions): Promise<string> {
  const { onProgress: _, signal } = options;
  const wanted = options.asideDirectory ?? source.files.aside;
  for (let attempt = 1; ; attempt += 1) {
    const directory = await backupTo(manager, target.stream, wanted, signal);
    const { metadata } = await openRestoreSource(directory);
    const now = await readStreamInfo(manager.context, target.stream);
    if (now?.state.last_seq === metadata.state.last_seq || attempt === asideAttempts) return directory;
  }
}

async function backupTo(
  manager: Manager,
  stream: string,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const options = { overwrite: true, ...withoutUndefined({ signal }) };
  try {
    await backupStream(manager, stream, directory, options);
    return directory;
  } catch (error) {
    if (toManagerError(error, stream).code !== 'FILE_ERROR') throw error;
    return backupAsideTemporarily(manager, stream, options);
  }
}

async function backupAsideTemporarily(manager: Manager, stream: string, options: BackupOptions): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `${stream}-aside-`));
  try {
    await backupStream(manager, stream, directory, options);
    return directory;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function putBack(manager: Manager, { mark, book }: Sending, aside: string, failure: JetStreamManagerError) {
  try {
    const source = await openRestoreSource(aside);
    await verifySource(source);
    const { config } = source.metadata;
    const target = { ...withConfig(config.name, config), configText: source.configText };
    if ((await readStreamInfo(manager.context, config.name)) === undefined) {
      await sendWithSources(manager, { source, target, mark: undefined, ...withoutUndefined({ book }) }, {});
    }
    await mark?.clear();
    await forgetReplacement(manager, config.name);
    await rm(aside, { recursive: true, force: true });
  } catch (error) {
    throw new JetStreamManagerError(
      'STREAM_NOT_PUT_BACK',
      `the restore failed (${failure.message}), and the existing stream could not be put back ` +
        `(${toManagerError(error, 'putting back').message}); its backup is in ${aside}`,
      { cause: error, details: { aside, failure: failure.message } },
    );
  }
}

import { nuid } from '@nats-io/nats-core';
import { type ArchiveEntry, readArchive } from '../archive/read-archive.js';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { ApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { nanosecondsOf } from '../json/nanoseconds.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { readStreamInfo } from '../streams/exact-stream-info.js';
import type { StreamSettings } from '../streams/stream-config.js';
import { answerAsOwner, isCutOff, markUnfinished, readUnfinishedWork } from '../streams/unfinished-work.js';
import { removeScratch } from './rehearse.js';
import type { RestoreOptions } from './restore-options.js';
import { openRestoreSource } from './restore-source.js';
import { restoreStream } from './restore-stream.js';
import { tooOld } from './restore-target.js';

/** Options of {@link drillBackup}. */
export type DrillOptions = Pick<RestoreOptions, 'onProgress' | 'signal' | 'settings'>;

/** The result of a successful drill. */
export interface DrillResult {
  /** Name of the stream in the backup. */
  readonly stream: string;
  /** Number of compared messages. Subject, time, headers and content of each were compared. */
  readonly messages: number;
  /** Number of consumers in the restored stream. */
  readonly consumers: number;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

const drillOptionNames = {
  onProgress: true,
  signal: true,
  settings: true,
} as const satisfies OptionNames<DrillOptions>;

const compareAtOnce = 64;

/**
 * Proves that a backup can be restored. It restores the backup under a temporary name, compares every message with the
 * backup, and deletes the restored stream. The existing stream is not touched. It throws the errors of a restore, and
 * `RESTORE_MISMATCH` for the first message that differs. Messages that expire during the drill are ignored. A drill
 * first deletes the temporary streams of drills that were killed. Needs nats-server 2.15, for the backup as well.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 */
export async function drillBackup(
  manager: Manager,
  directory: string,
  options: DrillOptions = {},
): Promise<DrillResult> {
  assertKnownOptions('drillBackup', options, drillOptionNames);
  const startMs = performance.now();
  const scratch = `${prefix}${nuid.next()}`;
  const owner = answerAsOwner(manager.connection);
  try {
    const source = await openRestoreSource(directory);
    const { name, metadata } = source.metadata.config;
    if (!(await holdsNatsArchive(source.files.data))) throw tooOld(`a drill of ${name}`);
    await removeCutOff(manager);
    const work = { work: 'drill', of: name, owner: owner.subject } as const;
    const settings = {
      ...options.settings,
      ...detached,
      subjects: [scratch],
      metadata: markUnfinished(options.settings?.metadata ?? metadata, work, source.metadata.state),
    };
    const { consumers } = await restoreStream(manager, directory, { ...options, as: scratch, settings });
    const messages = await compareAll(manager, scratch, source.files.data);
    const found = await manager.consumers(scratch).names();
    const missing = consumers?.missing.filter((each) => !found.includes(each)) ?? [];
    if (missing.length > 0) throw mismatch(name, `the consumers ${missing.join(', ')} are missing`);
    return { stream: name, messages, consumers: found.length, elapsedMs: performance.now() - startMs };
  } catch (error) {
    throw toManagerError(error, `drill of ${directory}`);
  } finally {
    await removeScratch(manager, scratch).finally(owner.stop);
  }
}

const prefix = 'DRILL_';

/** Deletes the temporary streams of drills that were killed. Other drills that still run keep theirs. */
async function removeCutOff(manager: Manager): Promise<void> {
  const names = await manager.streams.names().catch(() => []);
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const info = await readStreamInfo(manager.context, name);
    const work = info && readUnfinishedWork(info);
    if (work?.work === 'drill' && (await isCutOff(manager.context, work))) await removeScratch(manager, name);
  }
}

/** The temporary stream must not exchange messages with other streams, so these settings are omitted. */
const nothing: undefined = undefined;
// The type of the library does not allow a setting to be removed from a template.
const detached = {
  mirror: nothing,
  mirror_direct: nothing,
  sources: nothing,
  republish: nothing,
} as object as StreamSettings;

async function compareAll(manager: Manager, stream: string, path: string): Promise<number> {
  let count = 0;
  let batch: Promise<void>[] = [];
  for await (const entry of readArchive(path)) {
    if (entry.sequence === 0n) continue;
    count += 1;
    batch.push(compare(manager, stream, entry));
    if (batch.length < compareAtOnce) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
  return count;
}

interface Stored {
  readonly subject: string;
  readonly hdrs?: string;
  readonly data?: string;
  readonly time: string;
}

async function compare({ context }: Manager, stream: string, entry: ArchiveEntry): Promise<void> {
  const { sequence, name, headers, data, timestamp } = entry;
  let stored: Stored;
  try {
    const text = await context.requestText(`STREAM.MSG.GET.${stream}`, `{"seq":${sequence}}`);
    stored = (JSON.parse(text) as { message: Stored }).message;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'MESSAGE_NOT_FOUND' && isExpiring(headers)) return;
    throw error;
  }
  const wanted = [name, Buffer.from(headers).toString('base64'), Buffer.from(data).toString('base64'), timestamp];
  const got = [stored.subject, stored.hdrs ?? '', stored.data ?? '', nanosecondsOf(stored.time)];
  const differs = ['subject', 'headers', 'content', 'time'].filter((_, index) => wanted[index] !== got[index]);
  if (differs.length > 0) throw mismatch(stream, `the ${differs.join(' and ')} of message ${sequence} differ`);
}

const isExpiring = (headers: Uint8Array): boolean => Buffer.from(headers).includes('Nats-TTL:');

const mismatch = (stream: string, what: string): JetStreamManagerError =>
  new JetStreamManagerError('RESTORE_MISMATCH', `${stream} differs from its backup: ${what}`, {
    details: { stream },
  });

import { nuid } from '@nats-io/nats-core';
import { type ArchiveEntry, readArchive } from '../archive/read-archive.js';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { ApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import type { StreamSettings } from '../streams/stream-config.js';
import { removeScratch } from './rehearse.js';
import type { RestoreOptions } from './restore-options.js';
import { openRestoreSource } from './restore-source.js';
import { restoreStream } from './restore-stream.js';
import { tooOldToRename } from './restore-target.js';

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

const compareAtOnce = 64;

/**
 * Proves that a backup can be restored. It restores the backup under a temporary name, compares every message with the
 * backup, and deletes the restored stream. The existing stream is not touched. It throws the errors of a restore, and
 * `RESTORE_MISMATCH` for the first message that differs. Messages that expire during the drill are ignored. Needs
 * nats-server 2.15, for the backup as well.
 */
export async function drillBackup(
  manager: Manager,
  directory: string,
  options: DrillOptions = {},
): Promise<DrillResult> {
  const startMs = performance.now();
  const scratch = `DRILL_${nuid.next()}`;
  try {
    const source = await openRestoreSource(directory);
    const { name } = source.metadata.config;
    if (!(await holdsNatsArchive(source.files.data))) throw tooOldToRename(`a drill of ${name}`);
    const settings = { ...options.settings, ...detached, subjects: [scratch] };
    const { consumers } = await restoreStream(manager, directory, { ...options, as: scratch, settings });
    const messages = await compareAll(manager, scratch, source.files.data);
    const found = await manager.consumers(scratch).names();
    const missing = consumers?.missing.filter((each) => !found.includes(each)) ?? [];
    if (missing.length > 0) throw mismatch(name, `the consumers ${missing.join(', ')} are missing`);
    return { stream: name, messages, consumers: found.length, elapsedMs: performance.now() - startMs };
  } catch (error) {
    throw toManagerError(error, `drill of ${directory}`);
  } finally {
    await removeScratch(manager, scratch);
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

/** Converts an RFC 3339 time with up to nine decimal digits to nanoseconds since 1970. */
function nanosecondsOf(time: string): bigint {
  const [, whole = '', fraction = '', zone = 'Z'] = /^(.*?)(?:\.(\d+))?(Z|[-+]\d\d:\d\d)$/.exec(time) ?? [];
  return BigInt(Date.parse(`${whole}${zone}`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

const mismatch = (stream: string, what: string): JetStreamManagerError =>
  new JetStreamManagerError('RESTORE_MISMATCH', `${stream} differs from its backup: ${what}`, {
    details: { stream },
  });

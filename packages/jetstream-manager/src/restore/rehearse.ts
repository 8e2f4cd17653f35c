import { createHash } from 'node:crypto';
import { nuid } from '@nats-io/nats-core';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { ApiError, buildApiError } from '../errors/api-error.js';
import { isJetStreamManagerError, JetStreamManagerError } from '../errors/manager-error.js';
import { formatExactJson } from '../json/exact-json.js';
import { isSet } from '../json/is-set.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertRestored } from './assert-restored.js';
import type { RestoreOptions } from './restore-options.js';
import { type RestoreTarget, streamsOn, subjectsOf, withConfig } from './restore-target.js';
import { type Sending, sendRestore } from './send-restore.js';

const prefix = 'REHEARSAL_';

/** Whether a stream has the name of a rehearsal. No other stream is likely to have such a name. */
export const isRehearsalName = (stream: string): boolean =>
  stream.startsWith(prefix) && /^[0-9a-f]{16}_[0-9A-Z]{22}$/.test(stream.slice(prefix.length));

/** The first part of the name of every rehearsal for a stream. */
const startOf = (stream: string): string =>
  `${prefix}${createHash('sha256').update(stream).digest('hex').slice(0, 16)}_`;

/**
 * Tries a restore beside the existing stream, under a name of its own. It tests whether the server accepts the
 * settings, subjects, replicas and limits. If the snapshot can be restored under another name, it also restores the
 * whole backup. An error that only occurs because both streams exist at once does not count. Nothing is left behind.
 */
export async function rehearse(manager: Manager, sending: Sending, options: RestoreOptions): Promise<void> {
  const { target, source, mark } = sending;
  await assertSubjectsFree(manager, target);
  await removeLeft(manager, target);
  const scratch = buildScratch(target);
  await mark?.write({ stream: target.stream, config: target.configText, scratch: scratch.stream });
  try {
    await tryOrigins(manager, target, scratch);
    if (!(await holdsNatsArchive(source.files.data))) return await tryConfig(manager, scratch);
    const { onProgress: _, ...quiet } = options;
    const { state } = await sendRestore(manager, { source, target: scratch, mark: undefined }, quiet);
    if (!options.acceptLoss) assertRestored(target, source.metadata, state);
  } catch (error) {
    if (!isForLackOfRoom(error)) throw speakOf(target.stream, scratch.stream, error);
  } finally {
    await removeScratch(manager, scratch.stream);
  }
}

/**
 * Deletes the stream of a rehearsal that was cut off. The name is unique to the rehearsal, so it never names another
 * stream.
 */
export async function removeScratch(manager: Manager, scratch: string | undefined): Promise<void> {
  if (scratch === undefined) return;
  try {
    await manager.streams.delete(scratch);
  } catch (error) {
    if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
  }
}

/**
 * Deletes the streams that killed rehearsals for this stream left. Another rehearsal that still runs fails because of
 * this.
 */
async function removeLeft(manager: Manager, { stream }: RestoreTarget): Promise<void> {
  const names = await manager.streams.names().catch(() => []);
  for (const name of names.filter((each) => each.startsWith(startOf(stream)))) await removeScratch(manager, name);
}

/** The stream of the rehearsal. It holds only messages of the backup, and neither receives nor forwards others. */
function buildScratch({ stream, config }: RestoreTarget): RestoreTarget {
  const { mirror, mirror_direct: _direct, sources, republish: _republish, sealed: _sealed, ...rest } = config;
  const name = `${startOf(stream)}${nuid.next()}`;
  const isFed = isSet(mirror) || isSet(sources) || isSet(rest['subjects']);
  return withConfig(name, { ...rest, name, ...(isFed ? { subjects: [name] } : {}) });
}

/**
 * Tests whether the server accepts the mirror or the sources. It refuses, for example, a stream that is its own source.
 * The messages that the sources bring are deleted with the stream.
 */
async function tryOrigins(manager: Manager, { stream, config }: RestoreTarget, scratch: RestoreTarget): Promise<void> {
  const { mirror, sources } = config;
  if (!isSet(mirror) && !isSet(sources)) return;
  const own = Array.isArray(sources) ? sources.map((each: object) => renamed(each, stream, scratch.stream)) : sources;
  const { subjects: _, ...rest } = scratch.config;
  const subjects = isSet(config['subjects']) ? [scratch.stream] : undefined;
  const origins = { ...rest, mirror, sources: own, ...withoutUndefined({ subjects }) };
  await tryConfig(manager, withConfig(scratch.stream, origins));
  await removeScratch(manager, scratch.stream);
}

const renamed = (source: object & { readonly name?: unknown }, from: string, to: string): object =>
  source.name === from ? { ...source, name: to } : source;

/** Rewrites an error of a rehearsal so that it names the real stream. */
function speakOf(stream: string, scratch: string, error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { status, errCode, description, details } = error;
  const reply = { code: status, err_code: errCode, description: description.replaceAll(scratch, stream) };
  return buildApiError(reply, String(details['subject']).replaceAll(scratch, stream), error);
}

async function tryConfig(manager: Manager, { stream, config }: RestoreTarget): Promise<void> {
  await manager.context.requestText(`STREAM.CREATE.${stream}`, formatExactJson(config));
}

async function assertSubjectsFree(manager: Manager, { stream, config }: RestoreTarget): Promise<void> {
  const subjects = subjectsOf(config);
  const taken = await streamsOn(manager, subjects, stream);
  if (taken.length === 0) return;
  throw new JetStreamManagerError(
    'INVALID_CONFIGURATION',
    `${stream} cannot have the subjects ${subjects.join(', ')}: some of them overlap with those of ${taken.join(', ')}`,
    { details: { stream, subjects, streams: taken } },
  );
}

/**
 * Errors about limits of streams and storage. The rehearsal needs as much space as the existing stream, which the
 * restore will delete first.
 */
const roomErrors = new Set([10002, 10023, 10026, 10027, 10028, 10047, 10120]);

const isForLackOfRoom = (error: unknown): boolean =>
  error instanceof ApiError &&
  (roomErrors.has(error.errCode) || /resources? exceeded|limit exceeded/i.test(error.description));

import { rm } from 'node:fs/promises';
import { assertName } from '../api/api-subject.js';
import { backupStream } from '../backup/backup-stream.js';
import { makeWorkDirectory } from '../backup/work-directory.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { formatExactJson } from '../json/exact-json.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { readStreamInfo } from '../streams/exact-stream-info.js';
import {
  answerAsOwner,
  holdsOnly,
  isCutOff,
  markUnfinished,
  readUnfinishedWork,
  withoutMark,
} from '../streams/unfinished-work.js';
import type { RestoreOptions, RestoreResult } from './restore-options.js';
import { openRestoreSource } from './restore-source.js';
import { restoreStream } from './restore-stream.js';

/** Options of {@link cloneStream}. */
export interface CloneOptions extends Pick<RestoreOptions, 'settings' | 'acceptLoss' | 'onProgress' | 'signal'> {
  /** Whether the copy gets the consumers too, each at its current position. Default `true`. */
  readonly consumers?: boolean;
  /** The manager of the account that gets the copy. Default: the same account. */
  readonly target?: Manager;
}

const cloneOptionNames = {
  settings: true,
  acceptLoss: true,
  onProgress: true,
  signal: true,
  consumers: true,
  target: true,
} as const satisfies OptionNames<CloneOptions>;

/**
 * Copies a stream under another name, with its messages, sequences, times and consumers. The copy goes through files in
 * a temporary directory, so memory does not grow with the stream. The copy keeps the subjects of the stream if no other
 * stream has them. Otherwise its only subject is its name. Until the copy is complete, its metadata say so. The next
 * copy to the same name replaces a copy that was cut off. Needs nats-server 2.15.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `STREAM_EXISTS` when a stream of the other name exists, also a copy that is running or in use
 */
export async function cloneStream(
  manager: Manager,
  stream: string,
  as: string,
  options: CloneOptions = {},
): Promise<RestoreResult> {
  assertKnownOptions('cloneStream', options, cloneOptionNames);
  const { consumers, target = manager, ...restoreOptions } = options;
  const directory = await makeWorkDirectory('jetstream-clone');
  const owner = answerAsOwner(target.connection);
  try {
    const { signal } = options;
    await removeCutOff(target, assertName(as, 'stream'));
    await backupStream(manager, stream, directory, {
      ...withoutUndefined({ consumers, signal }),
    });
    const { metadata } = await openRestoreSource(directory);
    const work = { work: 'copy', of: stream, owner: owner.subject } as const;
    const given = options.settings?.metadata ?? metadata.config['metadata'];
    const settings = { ...options.settings, metadata: markUnfinished(given, work, metadata.state) };
    const result = await restoreStream(target, directory, { ...restoreOptions, as, settings });
    await removeMark(target, as);
    return result;
  } finally {
    owner.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Deletes a copy of that name that was cut off and that nobody has used since. It fails for every other stream of that
 * name.
 */
async function removeCutOff(manager: Manager, name: string): Promise<void> {
  const info = await readStreamInfo(manager.context, name);
  if (info === undefined) return;
  const work = readUnfinishedWork(info);
  if (work?.work === 'copy' && holdsOnly(work, info) && (await isCutOff(manager.context, work))) {
    await manager.streams.delete(name);
    return;
  }
  const reason = work === undefined ? 'exists already' : `exists already; it is an unfinished copy of ${work.of}`;
  throw new JetStreamManagerError('STREAM_EXISTS', `a stream ${name} ${reason}`, { details: { stream: name } });
}

/** The copy is complete, so its metadata become those of the original. */
async function removeMark({ context }: Manager, name: string): Promise<void> {
  const { config } = (await readStreamInfo(context, name)) ?? {};
  if (config === undefined) return;
  const metadata = withoutMark(config.metadata);
  await context.requestText(`STREAM.UPDATE.${name}`, formatExactJson({ ...config, metadata }));
}

import { assertName } from '../api/api-subject.js';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { features } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { formatExactJson } from '../json/exact-json.js';
import type { Manager } from '../manager/manager.js';
import type { StreamSettings } from '../streams/stream-config.js';
import type { BackupMetadata, RestoreSource } from './restore-source.js';

/** The stream that a restore creates: its name, and its configuration as it is sent. */
export interface RestoreTarget {
  readonly stream: string;
  /** Exact JSON. It is the text of the backup if nothing is changed. */
  readonly configText: string;
  readonly config: BackupMetadata['config'];
}

/** Which stream is created from a backup. */
export interface TargetOptions {
  readonly as?: string;
  readonly settings?: StreamSettings;
}

/**
 * The name and the configuration of the stream that is created from a backup. Under another name it keeps the subjects
 * of the backup if no other stream has them. Otherwise its only subject is its name. Throws `FEATURE_UNSUPPORTED` for
 * another name if the snapshot has the old format: there the name is part of every checksum.
 */
export async function resolveTarget(
  manager: Manager,
  source: RestoreSource,
  { as, settings }: TargetOptions,
): Promise<RestoreTarget> {
  const { name } = source.metadata.config;
  const stream = assertName(as ?? settings?.name ?? name, 'stream');
  if (as !== undefined && settings?.name !== undefined && settings.name !== as) {
    throw new JetStreamManagerError(
      'INVALID_ARGUMENT',
      `as is ${as}, but the settings name the stream ${settings.name}`,
    );
  }
  if (stream === name && settings === undefined) {
    return { stream, configText: source.configText, config: source.metadata.config };
  }
  if (stream !== name) await assertCanRename(source, stream);
  const config = { ...source.metadata.config, ...settings, name: stream };
  const subjects = stream === name || settings?.subjects ? undefined : await freeSubjects(manager, config, stream);
  return withConfig(stream, subjects === undefined ? config : { ...config, subjects });
}

/** The same target with another configuration. */
export const withConfig = (stream: string, config: BackupMetadata['config']): RestoreTarget => ({
  stream,
  config,
  configText: formatExactJson(config),
});

async function assertCanRename({ files, metadata }: RestoreSource, stream: string): Promise<void> {
  if (await holdsNatsArchive(files.data)) return;
  throw tooOld(`restoring the backup of ${metadata.config.name} as ${stream}`);
}

/** The server that made the snapshot was too old. The version of the restoring server does not matter. */
export function tooOld(what: string): JetStreamManagerError {
  const { since } = features.natsArchive;
  return new JetStreamManagerError('FEATURE_UNSUPPORTED', `${what} needs a backup from nats-server ${since} or newer`, {
    details: { feature: what, since },
  });
}

/** The names of other streams that store messages on one of these subjects. */
export async function streamsOn(
  manager: Manager,
  subjects: readonly string[],
  except: string,
): Promise<readonly string[]> {
  const found = await Promise.all(subjects.map((subject) => manager.streams.names({ subject })));
  return [...new Set(found.flat())].filter((name) => name !== except);
}

async function freeSubjects(
  manager: Manager,
  config: BackupMetadata['config'],
  stream: string,
): Promise<readonly string[] | undefined> {
  const subjects = subjectsOf(config);
  if (subjects.length === 0 || (await streamsOn(manager, subjects, stream)).length === 0) return undefined;
  return [stream];
}

/** The subjects in a configuration. */
export function subjectsOf(config: BackupMetadata['config']): readonly string[] {
  const { subjects } = config;
  return Array.isArray(subjects) ? subjects.filter((subject) => typeof subject === 'string') : [];
}

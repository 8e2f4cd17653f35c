import { assertName } from '../api/api-subject.js';
import { holdsNatsArchive } from '../backup/archive-end.js';
import { assertVersion, features } from '../connection/server-version.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { formatExactJson } from '../json/exact-json.js';
import type { Manager } from '../manager/manager.js';
import type { StreamSettings } from '../streams/stream-config.js';
import type { BackupMetadata, RestoreSource } from './restore-source.js';

/** What a restore makes of a backup: the stream's name and its configuration as it is sent. */
export interface RestoreTarget {
  readonly stream: string;
  /** Exact JSON: the backup's own text where nothing is changed. */
  readonly configText: string;
  readonly config: BackupMetadata['config'];
}

/** Which stream a backup is to become. */
export interface TargetOptions {
  readonly as?: string;
  readonly settings?: StreamSettings;
}

/**
 * Name and configuration of the stream that a backup becomes. Under another name it keeps the subjects of the backup
 * where no other stream has them; else its only subject is its name. Throws `FEATURE_UNSUPPORTED` for another name
 * where the snapshot has the old format, in which the name is part of every checksum.
 */
export async function resolveTarget(
  manager: Manager,
  source: RestoreSource,
  { as, settings }: TargetOptions,
): Promise<RestoreTarget> {
  const { name } = source.metadata.config;
  const stream = assertName(as ?? settings?.name ?? name, 'stream');
  if (as !== undefined && settings?.name !== undefined && settings.name !== as) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', `as says ${as}, the settings say ${settings.name}`);
  }
  if (stream === name && settings === undefined) {
    return { stream, configText: source.configText, config: source.metadata.config };
  }
  if (stream !== name) await assertCanRename(source, stream);
  const config = { ...source.metadata.config, ...settings, name: stream };
  const subjects = stream === name || settings?.subjects ? undefined : await freeSubjects(manager, config, stream);
  return withConfig(stream, subjects === undefined ? config : { ...config, subjects });
}

/** The same restore with other settings. */
export const withConfig = (stream: string, config: BackupMetadata['config']): RestoreTarget => ({
  stream,
  config,
  configText: formatExactJson(config),
});

async function assertCanRename({ files, metadata }: RestoreSource, stream: string): Promise<void> {
  if (await holdsNatsArchive(files.data)) return;
  const what = `restoring the backup of ${metadata.config.name} as ${stream}: a snapshot that keeps no names`;
  // The server that made the snapshot is too old, whatever the one is that restores it.
  assertVersion('0.0.0', features.natsArchive.since, what);
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

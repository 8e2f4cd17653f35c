import type { StreamSettings } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { collect, collectSubjects } from '../../input/list-option.js';
import { parseCount } from '../../input/parse-option.js';
import { readConfiguration } from '../../input/read-configuration.js';
import type { Io } from '../../process/io.js';

/** The settings that a restored stream gets from the command line. */
export interface RestoreSettingsFlags {
  readonly as?: string;
  readonly config?: string;
  readonly replicas?: number;
  readonly subjects?: readonly string[];
  readonly storage?: 'file' | 'memory';
  readonly cluster?: string;
  readonly tag?: readonly string[];
  readonly description?: string;
}

/** Adds the options that change settings. They have the names of `nats stream restore`. */
export function addRestoreSettings(command: Command): void {
  command
    .option('--config <file>', 'give the stream the settings in a JSON file; the other options go first')
    .addOption(new Option('--replicas <count>', 'give the stream this many replicas').argParser(parseCount))
    .option('--subjects <subject>', 'give the stream these subjects, with commas in between', collectSubjects)
    .addOption(new Option('--storage <kind>', 'store the stream there').choices(['file', 'memory']))
    .option('--cluster <name>', 'place the stream in this cluster')
    .option('--tag <tag>', 'place the stream on servers with this tag; repeat it for more', collect)
    .option('--description <text>', 'describe the stream');
}

/** The settings that the flags change; `undefined` if they change none. The name of the stream stays. */
export async function readRestoreSettings(
  flags: RestoreSettingsFlags,
  io: Pick<Io, 'readInput'>,
): Promise<StreamSettings | undefined> {
  const file: StreamSettings = flags.config === undefined ? {} : await readConfiguration(flags.config, io);
  const { name: _name, ...fromFile } = file;
  const { replicas, subjects, storage, cluster, tag, description } = flags;
  // Servers treat an empty cluster name as none. The type of the library requires a name.
  const placement = cluster || tag ? { cluster: cluster ?? '', tags: [...(tag ?? [])] } : undefined;
  const settings: StreamSettings = {
    ...fromFile,
    ...(subjects && { subjects: [...subjects] }),
    ...withoutUndefined({ num_replicas: replicas, storage, description, placement }),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}

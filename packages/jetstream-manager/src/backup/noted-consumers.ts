import { readFile } from 'node:fs/promises';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { formatExactJson, parseExactJson } from '../json/exact-json.js';
import type { Manager } from '../manager/manager.js';
import type { ConsumerConfiguration } from '../schemas/shapes/consumer-configuration.js';
import type { Integer } from '../schemas/values/integer.js';
import { type BackupFiles, consumersName } from './backup-files.js';
import { digestText, type StreamManifest } from './stream-manifest.js';

/** What a backup notes of a consumer, beside what the snapshot has of it. */
export interface NotedConsumer {
  readonly name: string;
  readonly config: ConsumerConfiguration;
  /** Up to this sequence of the stream everything was acknowledged. */
  readonly ackFloor: Integer;
  /** The last sequence of the stream that was delivered. */
  readonly delivered: Integer;
}

/**
 * The consumers of a stream as they are now. Servers before 2.15 leave some out of a snapshot, such as those with fewer
 * replicas than the stream, and say nothing. `undefined` where this user cannot list them: a backup does not need it.
 */
export async function listConsumersToNote(
  manager: Manager,
  stream: string,
): Promise<readonly NotedConsumer[] | undefined> {
  try {
    const { consumers } = await manager.consumers(stream).list();
    return consumers.map(({ lastInfo: { name, config, ack_floor, delivered } }) => ({
      name,
      // The library types the same fields a little differently.
      config: config as ConsumerConfiguration,
      ackFloor: ack_floor.stream_seq,
      delivered: delivered.stream_seq,
    }));
  } catch (error) {
    const { code } = toManagerError(error, `list the consumers of ${stream}`);
    if (code === 'PERMISSION_DENIED' || code === 'TIMEOUT' || code === 'JETSTREAM_UNAVAILABLE') return undefined;
    throw error;
  }
}

/** The text of `consumers.json`. */
export const formatNotedConsumers = (consumers: readonly NotedConsumer[]): string =>
  `${formatExactJson({ consumers }, 2)}\n`;

/** What a backup has noted; `undefined` where the manifest does not vouch for such a file. Throws `BACKUP_CORRUPT`. */
export async function readNotedConsumers(
  files: BackupFiles,
  manifest: StreamManifest | undefined,
): Promise<readonly NotedConsumer[] | undefined> {
  const wanted = manifest?.files[consumersName];
  if (wanted === undefined) return undefined;
  const text = await readFile(files.consumers, 'utf8').catch((error: unknown) => {
    throw new JetStreamManagerError('BACKUP_INCOMPLETE', `there is no ${files.consumers}`, { cause: error });
  });
  if (digestText(text).sha256 !== wanted.sha256) {
    throw new JetStreamManagerError(
      'BACKUP_CORRUPT',
      `${files.consumers} is not what was backed up: its digest differs`,
    );
  }
  // The digest says that this is what `formatNotedConsumers` wrote.
  return (parseExactJson(text) as { consumers: readonly NotedConsumer[] }).consumers;
}

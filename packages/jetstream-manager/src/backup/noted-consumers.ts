import { readFile } from 'node:fs/promises';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { formatExactJson, parseExactJson } from '../json/exact-json.js';
import type { Manager } from '../manager/manager.js';
import type { ConsumerConfiguration } from '../schemas/shapes/consumer-configuration.js';
import type { Integer } from '../schemas/values/integer.js';
import { type BackupFiles, consumersName } from './backup-files.js';
import { digestText, type StreamManifest } from './stream-manifest.js';

/** A consumer as a backup notes it, in addition to the snapshot. */
export interface NotedConsumer {
  readonly name: string;
  readonly config: ConsumerConfiguration;
  /** Every message up to this stream sequence was acknowledged. */
  readonly ackFloor: Integer;
  /** The last stream sequence that was delivered. */
  readonly delivered: Integer;
}

/**
 * The current consumers of a stream. Servers before 2.15 silently omit some consumers from a snapshot, for example
 * those with fewer replicas than the stream. `undefined` if this user cannot list them: a backup also works without
 * this list.
 */
export async function listConsumersToNote(
  manager: Manager,
  stream: string,
): Promise<readonly NotedConsumer[] | undefined> {
  try {
    const { consumers } = await manager.consumers(stream).list();
    return consumers.map(({ lastInfo: { name, config, ack_floor, delivered } }) => ({
      name,
      // The library types the same fields slightly differently.
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

/**
 * The consumers that a backup noted; `undefined` if the manifest does not list such a file. Throws `BACKUP_CORRUPT`.
 */
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
      `${files.consumers} has changed since the backup: its digest differs`,
    );
  }
  // The digest proves that `formatNotedConsumers` wrote this text.
  return (parseExactJson(text) as { consumers: readonly NotedConsumer[] }).consumers;
}

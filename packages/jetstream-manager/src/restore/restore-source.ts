import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { assertArchiveWhole } from '../backup/archive-end.js';
import { type BackupFiles, backupFiles, dataName, metadataName } from '../backup/backup-files.js';
import { type NotedConsumer, readNotedConsumers } from '../backup/noted-consumers.js';
import { digestText, type FileDigest, readStreamManifest, type StreamManifest } from '../backup/stream-manifest.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseExactJson } from '../json/exact-json.js';
import { readRawMembers } from '../json/raw-members.js';
import type { Integer } from '../schemas/values/integer.js';
import { readAhead } from './read-ahead.js';

const readSize = 1024 * 1024;

/** The stream's configuration and state as `backup.json` has them. */
export interface BackupMetadata {
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
  /** Integers beyond 2^53 as `bigint`. */
  readonly state: {
    readonly messages?: Integer;
    readonly first_seq?: Integer;
    readonly first_ts?: string;
    readonly last_seq?: Integer;
    readonly consumer_count?: number;
  };
}

/** A backup that can be restored: present, of one piece, and, where there is a manifest, of the right sizes. */
export interface RestoreSource {
  readonly files: BackupFiles;
  readonly metadata: BackupMetadata;
  /** `backup.json` as text, numbers untouched. */
  readonly configText: string;
  readonly stateText: string;
  readonly dataBytes: number;
  /** What the snapshot's digest must be; `undefined` for a backup without a manifest. */
  readonly expected: FileDigest | undefined;
  /** The consumers as they were when the backup was taken; `undefined` where it has not noted them. */
  readonly consumers: readonly NotedConsumer[] | undefined;
}

/**
 * Opens the backup in `directory`, of this package or of the `nats` CLI. Throws `BACKUP_INCOMPLETE` where a file is
 * missing, `BACKUP_CORRUPT` where sizes, the digest of `backup.json`, or the structure of the snapshot are wrong.
 */
export async function openRestoreSource(directory: string): Promise<RestoreSource> {
  const files = backupFiles(directory);
  const text = await readOrIncomplete(files.metadata);
  const dataBytes = await sizeOrIncomplete(files.data);
  assertNotEmpty(text, files.metadata);
  const manifest = await readStreamManifest(files);
  if (manifest === undefined) await assertArchiveWhole(files.data);
  else assertManifest(manifest, text, dataBytes, files);
  const consumers = await readNotedConsumers(files, manifest);
  return { files, ...parseMetadata(text, files.metadata), dataBytes, expected: manifest?.files[dataName], consumers };
}

/** The `nats` CLI makes the file first and fills it last, and leaves it empty for a stream in memory. */
function assertNotEmpty(text: string, path: string): void {
  if (text.trim() !== '') return;
  throw new JetStreamManagerError(
    'BACKUP_INCOMPLETE',
    `${path} is empty: the backup was not finished, or its stream was kept in memory`,
    { details: { path } },
  );
}

type ParsedMetadata = Pick<RestoreSource, 'metadata' | 'configText' | 'stateText'>;

function parseMetadata(text: string, path: string): ParsedMetadata {
  const members = readMembers(text, path);
  const metadata = parseExactJson(text) as Partial<BackupMetadata>;
  if (typeof metadata.config?.name !== 'string') {
    throw new JetStreamManagerError('BACKUP_CORRUPT', `${path} has no stream configuration`, { details: { path } });
  }
  return {
    metadata: { config: metadata.config, state: metadata.state ?? {} },
    configText: members.get('config') ?? '{}',
    stateText: members.get('state') ?? '{}',
  };
}

function readMembers(text: string, path: string): ReadonlyMap<string, string> {
  try {
    return readRawMembers(text, path);
  } catch (error) {
    throw new JetStreamManagerError('BACKUP_CORRUPT', `${path} is no JSON object`, { cause: error, details: { path } });
  }
}

/** Reads the whole snapshot and compares its digest. Throws `BACKUP_CORRUPT`; without a manifest there is nothing to do. */
export async function verifySource(source: RestoreSource): Promise<void> {
  if (source.expected === undefined) return;
  const file = await open(source.files.data, 'r');
  try {
    const hash = createHash('sha256');
    for await (const chunk of readAhead(file, source.dataBytes, { chunkBytes: readSize, inUse: 1 })) hash.update(chunk);
    assertDigest(source, hash.digest('hex'));
  } finally {
    await file.close();
  }
}

/** Throws `BACKUP_CORRUPT` where the snapshot's digest is not the manifest's. */
export function assertDigest(source: RestoreSource, sha256: string): void {
  const { expected, files } = source;
  if (expected === undefined || expected.sha256 === sha256) return;
  throw new JetStreamManagerError('BACKUP_CORRUPT', `${files.data} is not what was backed up: its digest differs`, {
    details: { file: files.data, expected: expected.sha256, actual: sha256 },
  });
}

function assertManifest(manifest: StreamManifest, metadata: string, dataBytes: number, files: BackupFiles): void {
  const wanted = manifest.files;
  if (digestText(metadata).sha256 !== wanted[metadataName].sha256) {
    throw new JetStreamManagerError(
      'BACKUP_CORRUPT',
      `${files.metadata} is not what was backed up: its digest differs`,
    );
  }
  if (dataBytes !== wanted[dataName].bytes) {
    throw new JetStreamManagerError(
      'BACKUP_CORRUPT',
      `${files.data} has ${dataBytes} bytes of the ${wanted[dataName].bytes} that were backed up`,
    );
  }
}

async function readOrIncomplete(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw asIncomplete(error, path);
  }
}

async function sizeOrIncomplete(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw asIncomplete(error, path);
  }
}

function asIncomplete(error: unknown, path: string): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  return new JetStreamManagerError('BACKUP_INCOMPLETE', `there is no ${path}`, { cause: error, details: { path } });
}

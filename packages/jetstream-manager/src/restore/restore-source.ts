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

/** The configuration and the state of the stream, from `backup.json`. */
export interface BackupMetadata {
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
  /** Integers beyond 2^53 are a `bigint`. */
  readonly state: {
    readonly messages?: Integer;
    readonly first_seq?: Integer;
    readonly first_ts?: string;
    readonly last_seq?: Integer;
    readonly last_ts?: string;
    readonly consumer_count?: number;
  };
}

/** A backup that can be restored. It is present and complete. With a manifest, its sizes are correct as well. */
export interface RestoreSource {
  readonly files: BackupFiles;
  readonly metadata: BackupMetadata;
  /** `backup.json` as text, with all numbers unchanged. */
  readonly configText: string;
  readonly stateText: string;
  readonly dataBytes: number;
  /** The expected digest of the snapshot; `undefined` for a backup without a manifest. */
  readonly expected: FileDigest | undefined;
  /** The consumers at the time of the backup; `undefined` if the backup did not note them. */
  readonly consumers: readonly NotedConsumer[] | undefined;
}

/**
 * Opens the backup in `directory`, from this package or the `nats` CLI. Throws `BACKUP_INCOMPLETE` if a file is
 * missing. Throws `BACKUP_CORRUPT` if sizes, the digest of `backup.json`, or the structure of the snapshot are wrong.
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

/** The `nats` CLI creates the file first and fills it last. For a stream in memory it leaves the file empty. */
function assertNotEmpty(text: string, path: string): void {
  if (text.trim() !== '') return;
  throw new JetStreamManagerError(
    'BACKUP_INCOMPLETE',
    `${path} is empty: the backup was not finished, or its stream was in memory`,
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
    throw new JetStreamManagerError('BACKUP_CORRUPT', `${path} is not a JSON object`, {
      cause: error,
      details: { path },
    });
  }
}

/** Reads the whole snapshot and compares its digest. Throws `BACKUP_CORRUPT`. Without a manifest it does nothing. */
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

/** Throws `BACKUP_CORRUPT` if the digest of the snapshot differs from the manifest. */
export function assertDigest(source: RestoreSource, sha256: string): void {
  const { expected, files } = source;
  if (expected === undefined || expected.sha256 === sha256) return;
  throw new JetStreamManagerError('BACKUP_CORRUPT', `${files.data} has changed since the backup: its digest differs`, {
    details: { file: files.data, expected: expected.sha256, actual: sha256 },
  });
}

function assertManifest(manifest: StreamManifest, metadata: string, dataBytes: number, files: BackupFiles): void {
  const wanted = manifest.files;
  if (digestText(metadata).sha256 !== wanted[metadataName].sha256) {
    throw new JetStreamManagerError(
      'BACKUP_CORRUPT',
      `${files.metadata} has changed since the backup: its digest differs`,
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

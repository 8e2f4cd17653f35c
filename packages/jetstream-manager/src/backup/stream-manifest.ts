import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { type BackupFiles, consumersName, dataName, metadataName } from './backup-files.js';
import { writeFileWhole } from './write-file-whole.js';

const format = 'symphony-ts/jetstream-backup';

const FileDigest = z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const ManifestSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(1),
  stream: z.string().min(1),
  /** When the backup was complete. */
  created: z.iso.datetime(),
  /** The version of the server that made the snapshot. Older servers may not be able to restore it. */
  serverVersion: z.string(),
  /** Whether the backup includes the consumers and their state. */
  consumers: z.boolean(),
  files: z.strictObject({ [metadataName]: FileDigest, [dataName]: FileDigest, [consumersName]: FileDigest.optional() }),
  /** SHA-256 of everything above, in hexadecimal. Manifests of the first versions lack it. */
  sha256: z.string().optional(),
});

/**
 * The sizes and digests that the files of a backup must have. It is written last. A backup without it comes from
 * another tool or was interrupted.
 */
export type StreamManifest = z.infer<typeof ManifestSchema>;

/** The size of a file in bytes and its SHA-256 in hexadecimal. */
export type FileDigest = z.infer<typeof FileDigest>;

/** Writes the manifest of a finished backup. */
export async function writeStreamManifest(
  files: BackupFiles,
  manifest: Omit<StreamManifest, 'format' | 'version' | 'sha256'>,
): Promise<void> {
  const content = { format, version: 1, ...manifest } as const;
  await writeFileWhole(files.manifest, formatManifest({ ...content, sha256: ownDigest(content) }));
}

/** The manifest of a backup; `undefined` if there is none. Throws `BACKUP_CORRUPT` if the file is not a manifest. */
export async function readStreamManifest(files: BackupFiles): Promise<StreamManifest | undefined> {
  let text: string;
  try {
    text = await readFile(files.manifest, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = ManifestSchema.safeParse(parseJson(text));
  if (parsed.success && isWhole(parsed.data, text)) return parsed.data;
  throw new JetStreamManagerError(
    'BACKUP_CORRUPT',
    parsed.success
      ? `${files.manifest} has changed since the backup: its digest differs`
      : `${files.manifest} is not a manifest of a backup: ${z.prettifyError(parsed.error)}`,
  );
}

const formatManifest = (manifest: StreamManifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

function ownDigest(manifest: StreamManifest): string {
  const { sha256: _, ...content } = manifest;
  return digestText(formatManifest(content)).sha256;
}

/** Whether a manifest is as it was written, to the byte. */
const isWhole = (manifest: StreamManifest, text: string): boolean =>
  manifest.sha256 === undefined || (manifest.sha256 === ownDigest(manifest) && text === formatManifest(manifest));

/** Size and digest of a text as it is written to a file. */
export function digestText(text: string): FileDigest {
  const bytes = Buffer.from(text);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

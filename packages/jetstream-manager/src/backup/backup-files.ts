import { join, resolve } from 'node:path';

/** The files of one stream's backup. The first two have the standard format that the `nats` CLI also uses. */
export interface BackupFiles {
  /** The folder itself, as an absolute path. */
  readonly directory: string;
  /** Configuration and state of the stream. */
  readonly metadata: string;
  /** The snapshot, exactly as the server sent it. */
  readonly data: string;
  /** The snapshot while it is being received. */
  readonly partialData: string;
  /** Sizes and digests of the other two. The `nats` CLI ignores this file. */
  readonly manifest: string;
  /** The consumers at the time of the backup. The `nats` CLI ignores this file. */
  readonly consumers: string;
  /** This file exists while the backup is being restored. */
  readonly restoring: string;
  /** The folder where a restore keeps the stream that it replaces, until the restore is done. */
  readonly aside: string;
}

/** Name of the file with configuration and state. */
export const metadataName = 'backup.json';
/** Name of the file with the server's snapshot. */
export const dataName = 'stream.tar.s2';
/** Name of the file with the consumers. */
export const consumersName = 'consumers.json';
/** Name of the file with sizes and digests. */
export const manifestName = 'manifest.json';

/** Paths of the files of a backup in `directory`. */
export function backupFiles(directory: string): BackupFiles {
  return {
    directory: resolve(directory),
    metadata: join(directory, metadataName),
    data: join(directory, dataName),
    partialData: join(directory, `${dataName}.partial`),
    manifest: join(directory, manifestName),
    consumers: join(directory, consumersName),
    restoring: join(directory, '.restoring'),
    aside: join(directory, '.aside'),
  };
}

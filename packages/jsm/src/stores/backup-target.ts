import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BackupKey, type BackupStore, folderStore, parseBackupKey, s3Store } from '@symphony-ts/jetstream-manager';
import { type Command, Option } from 'commander';
import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';

/** The options for a store and for the encryption of backups in it. */
export interface TargetFlags {
  readonly keyFile?: string;
  readonly s3Endpoint?: string;
  readonly s3Region?: string;
  readonly staging?: string;
}

/** Adds the options. */
export const addTargetFlags = (command: Command): Command =>
  command
    .addOption(
      new Option('--key-file <file>', 'key of an encrypted backup in a store (jsm backups new-key creates one)'),
    )
    .addOption(new Option('--s3-endpoint <url>', 'URL of a service with the S3 protocol (or AWS_ENDPOINT_URL)'))
    .addOption(new Option('--s3-region <name>', 'region of the bucket (or AWS_REGION)'))
    .addOption(
      new Option(
        '--staging <directory>',
        'temporary directory for a transfer to or from a store; needs space for one stream',
      ),
    );

/**
 * The store that `s3://bucket/prefix` or `file:/path` names; `undefined` for a plain directory. The variables
 * `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` contain the login for S3.
 */
export function openTarget(target: string, flags: TargetFlags, env: Io['env']): BackupStore | undefined {
  if (target.startsWith('file:')) return folderStore(fileURLToPath(new URL(target)));
  if (!target.startsWith('s3:')) return undefined;
  const { hostname: bucket, pathname } = new URL(target);
  if (bucket === '')
    throw new UsageError(`"${target}" does not name a bucket; write s3://BUCKET or s3://BUCKET/PREFIX`);
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) {
    throw new UsageError('an s3:// target needs the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  const sessionToken = env['AWS_SESSION_TOKEN'];
  const endpoint = flags.s3Endpoint ?? env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  const region = flags.s3Region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  return s3Store({
    bucket,
    prefix: decodeURIComponent(pathname),
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(endpoint && { endpoint }),
    ...(region && { region }),
  });
}

/** Reads the key that `--key-file` names. */
export async function readKey({ keyFile }: TargetFlags): Promise<BackupKey | undefined> {
  if (keyFile === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(keyFile, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the key: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return parseBackupKey(text);
}

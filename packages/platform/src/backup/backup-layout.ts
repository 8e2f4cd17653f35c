import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidConfigurationError, toError } from '@symphony-ts/contract';
import * as z from 'zod';

/** The description of a backup. */
export const BackupManifest = z.object({
  version: z.literal(1),
  created: z.iso.datetime(),
  /** Public key of the operator: the keys that a restore uses must be those of this platform. */
  operator: z.string(),
  /** Whether the operator's keys are in it, encrypted. */
  hasKeys: z.boolean(),
  /** Extensions whose data is in it. */
  extensions: z.array(z.string()),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** The places of the parts of a backup. */
export const backupLayout = (directory: string) => ({
  manifest: join(directory, 'platform-backup.json'),
  keys: join(directory, 'operator.sealed.json'),
  platform: join(directory, 'platform'),
  extension: (prefix: string): string => join(directory, 'extensions', prefix),
});

/** @throws `INVALID_CONFIGURATION` if there is no finished backup */
export async function readBackupManifest(directory: string): Promise<BackupManifest> {
  const { manifest } = backupLayout(directory);
  try {
    return BackupManifest.parse(JSON.parse(await readFile(manifest, 'utf8')));
  } catch (error) {
    const reason = `it holds no finished backup of a platform: ${toError(error).message}`;
    throw new InvalidConfigurationError({ setting: directory, reason }, { cause: error });
  }
}

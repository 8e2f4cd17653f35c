import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Claim, claim } from './claim.js';
import { configFolder } from './config-folder.js';
import type { Environment } from './environment.js';
import { errorCode } from './error-code.js';

/** Takes a name, or gives `undefined` where another process has it. */
export type TakeName = (name: string) => Promise<Claim | undefined>;

/** A folder of this user's own, gone with the machine's next boot. */
const temporaryFolder = (): string => join(tmpdir(), `cirata-${userInfo().username.replace(/[^\w.-]/g, '_')}`);

/**
 * Claims beside the credentials, so that machines that share the folder see each other's; a folder that cannot be
 * written to (credentials mounted read-only) leaves the temporary one.
 */
export const takeEntryName =
  (env: Environment): TakeName =>
  async (name) => {
    try {
      return await claim(join(configFolder(env), 'locks'), name);
    } catch (error) {
      if (!isReadOnly(error)) throw error;
      return claim(temporaryFolder(), name);
    }
  };

/** Claims a key that is stored nowhere. Nothing is written beside credentials that do not exist. */
export const takeKeyName: TakeName = (keyId) => claim(temporaryFolder(), `key-${keyId}`);

const isReadOnly = (error: unknown): boolean =>
  ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes(String(errorCode(error)));

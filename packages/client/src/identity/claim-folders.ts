import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '@symphony-ts/contract';
import { type Claim, claim } from './claim.js';
import { configFolder } from './config-folder.js';
import type { Environment } from './environment.js';

/** Claims a name. Resolves to `undefined` if another process has it. */
export type ClaimName = (name: string) => Promise<Claim | undefined>;

/** A folder of this user that disappears with the next boot of the machine. */
export const temporaryFolder = (): string => join(tmpdir(), `cirata-${userName().replace(/[^\w.-]/g, '_')}`);

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.()); // a container may run as a number that /etc/passwd does not list
  }
}

/** For a container in which nothing can be written: no other process there could have the name. */
const unguarded: Claim = { release: () => Promise.resolve() };

/**
 * Claims beside the credentials, so that machines that share the folder see each other's. If that folder cannot be
 * written to (credentials mounted read-only), the temporary one is used; if that cannot either, the name counts as free.
 */
export const entryClaims = (env: Environment): ClaimName => {
  const config = configFolder(env);
  const folders = [...(config === undefined ? [] : [join(config, 'locks')]), temporaryFolder()];
  return async (name) => {
    for (const folder of folders) {
      try {
        return await claim(folder, name);
      } catch (error) {
        if (!isReadOnly(error)) throw error;
      }
    }
    return unguarded;
  };
};

/** Claims a key that is stored nowhere. Nothing is written beside credentials that do not exist. */
export const claimKey: ClaimName = (keyId) => claim(temporaryFolder(), `key-${keyId}`);

const isReadOnly = (error: unknown): boolean =>
  ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes(String(errorCode(error)));

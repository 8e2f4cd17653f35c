import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '@symphony-ts/contract';
import { type Claim, claim } from './claim.js';
import { configFolder } from './config-folder.js';
import type { Environment } from './environment.js';

/** Claims a name. Resolves to `undefined` if another process has it. */
export type ClaimName = (name: string) => Promise<Claim | undefined>;

/** A folder of this user that is removed at the next boot of the machine. */
export const temporaryFolder = (): string => join(tmpdir(), `cirata-${userName().replace(/[^\w.-]/g, '_')}`);

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.()); // the user of a container may be missing in /etc/passwd
  }
}

/** For a container without a writable folder: no other process there can have the name. */
const unguarded: Claim = { release: () => Promise.resolve() };

/**
 * Claims names in the folder of the credentials. So machines that share the folder see each other's claims. If that folder is not
 * writable, because the credentials are mounted read-only, it uses the temporary folder. Without that one, the name counts as
 * free.
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

/** Claims a key that is not stored. Without credentials, it creates no files beside them. */
export const claimKey: ClaimName = (keyId) => claim(temporaryFolder(), `key-${keyId}`);

const isReadOnly = (error: unknown): boolean =>
  ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes(String(errorCode(error)));

import { InvalidConfigurationError } from '@symphony-ts/contract';
import type { CredentialStore } from './credential-store.js';

/** The error for a machine that cannot keep a key. It names both solutions: a folder that lasts, and a token in a variable. */
export const cannotStore = (reason: string, cause?: unknown): InvalidConfigurationError =>
  new InvalidConfigurationError(
    {
      setting: 'XDG_CONFIG_HOME',
      reason: `a key cannot be stored here: ${reason}; name a folder on a volume that this user can write, or start with a SYMPHONY_TOKEN`,
    },
    { cause },
  );

/** The store of a user without a home folder: it has no credentials, and cannot keep any. */
export const noStore: CredentialStore = {
  label: 'no folder',
  list: () => Promise.resolve([]),
  read: () => Promise.resolve(undefined),
  remove: () => Promise.resolve(false),
  write: () => Promise.reject(cannotStore('this user has no home folder')),
  prepare: () => Promise.reject(cannotStore('this user has no home folder')),
};

import { join } from 'node:path';
import type { Logger } from '@symphony-ts/contract';
import { configFolder } from './config-folder.js';
import type { CredentialStore } from './credential-store.js';
import type { Environment } from './environment.js';
import { FileStore } from './file-store.js';
import { KeyringStore } from './keyring-store.js';
import { noStore } from './no-store.js';

/** A locked keyring waits without a limit until its user types a password, and there may be no user. */
const PROBE_TIMEOUT_MS = 2_000;

export interface StoreOptions {
  readonly env: Environment;
  readonly logger: Logger;
}

/** The system's keyring if it works, otherwise files in the user's configuration folder. */
export async function openCredentialStore({ env, logger }: StoreOptions): Promise<CredentialStore> {
  const { store, reason } = await KeyringStore.open(PROBE_TIMEOUT_MS);
  if (store) return store;
  const files = openFileStore(env);
  logger.debug('the system keyring is of no use here; credentials are kept in files', { reason, folder: files.label });
  return files;
}

/** Files in the user's configuration folder; a user without one can store nothing. */
export function openFileStore(env: Environment): CredentialStore {
  const folder = configFolder(env);
  return folder === undefined ? noStore : new FileStore(join(folder, 'credentials'));
}

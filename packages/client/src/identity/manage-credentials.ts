import { parseToken } from '@symphony-ts/contract';
import type { CredentialStore, NamedCredential } from './credential-store.js';

/** One stored credential without its secret, for display. */
export interface CredentialSummary {
  readonly name: string;
  /** The extension that it belongs to, if that is known. */
  readonly prefix: string | undefined;
  readonly created: string | undefined;
  /** The platform that issued it, and the id of its key there; `undefined` for text that is not a token. */
  readonly host: string | undefined;
  readonly keyId: string | undefined;
}

/** All stored credentials, by name. */
export async function listCredentials(store: CredentialStore): Promise<readonly CredentialSummary[]> {
  return (await store.list()).map(summarize);
}

/** Removes all entries and returns their names. The keys stay valid on the platform until they are revoked there. */
export async function clearCredentials(store: CredentialStore): Promise<readonly string[]> {
  const names = (await store.list()).map(({ name }) => name);
  for (const name of names) await store.remove(name);
  return names;
}

function summarize({ name, prefix, created, token }: NamedCredential): CredentialSummary {
  try {
    const { host, keyId } = parseToken(token);
    return { name, prefix, created, host, keyId };
  } catch {
    return { name, prefix, created, host: undefined, keyId: undefined }; // listed as well, so that it can be removed
  }
}

import { findToken, openCredentialStore } from '@symphony-ts/client/internal';
import { silentLogger } from '@symphony-ts/contract';

export interface TokenLookUp {
  /** The value of `--token`. */
  readonly explicit: string | undefined;
  /** The extension whose token is searched. Omitted for the token of a plain client. */
  readonly prefix?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface TokenFound {
  readonly token: string;
  /** The place of the token, in words. */
  readonly source: string;
}

/**
 * The token that an extension or a client would use, found in the same way. The lookup does not claim a stored token.
 *
 * @throws `NO_TOKEN` with every searched place
 */
export async function lookUpToken({ explicit, prefix, env }: TokenLookUp): Promise<TokenFound> {
  const entry = prefix === undefined ? 'client' : `ext-${prefix}`;
  const findStored = async (): Promise<TokenFound | undefined> => {
    const store = await openCredentialStore({ env, logger: silentLogger });
    const credential = await store.read(entry);
    return credential && { token: credential.token, source: `entry '${entry}' of ${store.label}` };
  };
  return findToken({ explicit, prefix, env, findStored, logger: silentLogger });
}

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Authenticator, tokenAuthenticator, usernamePasswordAuthenticator } from '@nats-io/nats-core';
import { InvalidConfigurationError, type Logger, toError } from '@symphony-ts/contract';
import { nkeyAuthenticator, SeedSigner, userAuthenticator } from '../nats/seed-signer.js';
import { isUserSeed } from '../nats/user-seed.js';
import type { ServerList } from './server-list.js';
import type { StandaloneOptions } from './standalone-options.js';

/** The login to a plain NATS server. */
export interface Login {
  readonly authenticator: Authenticator | undefined;
  /** Its name in errors. */
  readonly label: string;
  /** The text of the creds file, if one is used. */
  readonly creds?: string;
}

/** The login of the options, otherwise the one in the servers' URLs. */
export async function readLogin(
  options: StandaloneOptions,
  listed: ServerList['login'],
  logger: Logger,
): Promise<Login> {
  const { credsFile, nkeyFile, user, password, token } = options;
  const creds = await readSecret('nats.credsFile', credsFile, options.creds);
  if (creds !== undefined) {
    return { authenticator: credsOf(creds, credsFile, logger), label: 'the credentials', creds };
  }
  const nkey = await readSecret('nats.nkeyFile', nkeyFile, options.nkey);
  if (nkey !== undefined)
    return { authenticator: nkeyOf(nkey, nkeyFile === undefined ? 'nkey' : 'nkeyFile'), label: 'the nkey' };
  if (user !== undefined) return byPassword(user, password ?? '');
  if (token !== undefined) return byToken(token);
  if (listed) return 'token' in listed ? byToken(listed.token) : byPassword(listed.user, listed.password);
  return { authenticator: undefined, label: 'a client without a login' };
}

const byPassword = (user: string, password: string): Login => ({
  authenticator: usernamePasswordAuthenticator(user, password),
  label: `user '${user}'`,
});
const byToken = (token: string): Login => ({ authenticator: tokenAuthenticator(token), label: 'the NATS token' });

/** The text of an option, or the content of the file that the other option names. */
async function readSecret(
  setting: string,
  file: string | undefined,
  text: string | undefined,
): Promise<string | undefined> {
  if (file === undefined) return text;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InvalidConfigurationError(
      { setting, reason: `cannot be read: ${toError(error).message}` },
      { cause: error },
    );
  }
}

function nkeyOf(text: string, option: string): Authenticator {
  const seed = /\bS[A-Z2-7]{57}\b/.exec(text)?.[0];
  if (seed !== undefined && isUserSeed(seed)) return nkeyAuthenticator(new SeedSigner(() => seed));
  throw new InvalidConfigurationError({
    setting: `nats.${option}`,
    reason: 'it does not hold the seed of a user, SU…',
  });
}

interface Creds {
  readonly jwt: string;
  readonly seed: string;
}

/** A block of a creds file, with the line ends of any editor or shell. */
const BLOCK = /-{3,}[^\n]*-{3,}\s+(\S+)\s+-{3,}[^\n]*-{3,}/g;

/** The JWT and the seed of a creds file; `undefined` for other text. */
function readCreds(text: string): Creds | undefined {
  const [jwt, seed] = [...text.matchAll(BLOCK)].map((block) => block[1]);
  return jwt !== undefined && seed !== undefined && isUserSeed(seed) ? { jwt, seed } : undefined;
}

/** Reads the file again for each connect. If it is missing or incomplete, the last valid content is used. */
function credsOf(text: string, credsFile: string | undefined, logger: Logger): Authenticator {
  let current = validCreds(text, credsFile === undefined ? 'nats.creds' : 'nats.credsFile');
  const authenticate = userAuthenticator(() => current.jwt, new SeedSigner(() => current.seed));
  if (credsFile === undefined) return authenticate;
  return (nonce) => {
    try {
      current = validCreds(readFileSync(credsFile, 'utf8'), 'nats.credsFile');
    } catch (error) {
      logger.warn('the creds file cannot be used; going on with the last one', { err: error });
    }
    return authenticate(nonce);
  };
}

function validCreds(text: string, setting: string): Creds {
  const creds = readCreds(text);
  if (creds) return creds;
  throw new InvalidConfigurationError({ setting, reason: 'it does not hold a JWT and a seed' });
}

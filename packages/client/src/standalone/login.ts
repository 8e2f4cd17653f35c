import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/nats-core';
import { InvalidConfigurationError, type Logger, toError } from '@symphony-ts/contract';
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

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

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
  if (seed?.startsWith('SU')) return nkeyAuthenticator(encode(seed));
  throw new InvalidConfigurationError({
    setting: `nats.${option}`,
    reason: 'it does not hold the seed of a user, SU…',
  });
}

/** The creds with the line ends that the library expects. An editor or a shell may have changed or removed them. */
const asWritten = (text: string): string => `${text.replaceAll('\r\n', '\n').trim()}\n`;

/** Reads the file again for each connect. If it is missing or incomplete, the last valid content is used. */
function credsOf(creds: string, credsFile: string | undefined, logger: Logger): Authenticator {
  const parse = (text: string, nonce?: string) => credsAuthenticator(encode(asWritten(text)))(nonce);
  try {
    parse(creds);
  } catch (error) {
    const setting = credsFile === undefined ? 'nats.creds' : 'nats.credsFile';
    throw new InvalidConfigurationError({ setting, reason: 'it does not hold a JWT and a seed' }, { cause: error });
  }
  if (credsFile === undefined) return (nonce) => parse(creds, nonce);
  let good = creds;
  return (nonce) => {
    try {
      const text = readFileSync(credsFile, 'utf8');
      const auth = parse(text, nonce);
      good = text;
      return auth;
    } catch (error) {
      logger.warn('the creds file cannot be used; going on with the last one', { err: error });
      return parse(good, nonce);
    }
  };
}

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  type Authenticator,
  credsAuthenticator,
  nuid,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/nats-core';
import { InvalidConfigurationError, type Logger, toError } from '@symphony-ts/contract';
import { readUserJwt } from '../exchange/user-jwt.js';
import { buildNatsOptions, standInOptions } from '../nats/nats-options.js';
import { openNats } from '../nats/open-nats.js';
import { ReconnectDelay } from '../nats/reconnect-delay.js';
import type { ResolvedConnectOptions, StandaloneOptions } from './connect-options.js';
import { LiveConnection } from './live-connection.js';
import type { SymphonyConnection } from './symphony-connection.js';

/** Connects to a NATS server that no platform stands behind. */
export async function connectStandalone(
  options: ResolvedConnectOptions,
  nats: StandaloneOptions,
): Promise<SymphonyConnection> {
  const { servers, login } = readServers([nats.servers].flat());
  const creds = await readCreds(nats);
  const instanceId = instanceIdOf(creds) ?? nuid.next();
  const delay = new ReconnectDelay();
  const natsOptions = buildNatsOptions({
    servers,
    authenticator: creds === undefined ? login : credsOf(creds, nats.credsFile, options.logger),
    instanceId,
    name: options.name,
    delay,
    connectTimeoutMs: options.connectTimeoutMs,
    followsCluster: true,
  });
  const { signal, waitOnFirstConnect, logger } = options;
  return new LiveConnection({
    nc: await openNats(natsOptions, { signal, waitOnFirstConnect, logger }),
    openStandIn: () => openNats({ ...natsOptions, ...standInOptions }, { logger }),
    identity: {
      instanceId,
      name: options.name,
      kind: options.prefix === undefined ? 'client' : 'extension',
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    },
    mode: 'standalone',
    servers,
    delay,
    logger,
    release: () => Promise.resolve(),
  });
}

interface Servers {
  /** Without user names and passwords. */
  readonly servers: readonly string[];
  readonly login: Authenticator | undefined;
}

/** Takes the user name and password, or the token, out of the URLs: nats.js has no eyes for them. */
function readServers(given: readonly string[]): Servers {
  let login: Authenticator | undefined;
  const listed = given.flatMap((servers) => servers.split(',')).map((server) => server.trim());
  const servers = listed.map((server) => {
    const text = server.includes('://') ? server : `nats://${server}`;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url?.hostname) {
      throw new InvalidConfigurationError({ setting: 'nats.servers', reason: 'one of them is not a URL' });
    }
    if (url.username !== '') {
      const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
      // As the nats command reads it: a name alone is a token.
      login ??= password === '' ? tokenAuthenticator(user) : usernamePasswordAuthenticator(user, password);
    }
    return `${url.protocol}//${url.host}`;
  });
  return { servers, login };
}

async function readCreds({ creds, credsFile }: StandaloneOptions): Promise<string | undefined> {
  if (credsFile === undefined) return creds;
  try {
    return await readFile(credsFile, 'utf8');
  } catch (error) {
    throw new InvalidConfigurationError(
      { setting: 'nats.credsFile', reason: `cannot be read: ${toError(error).message}` },
      { cause: error },
    );
  }
}

/** The id in the creds' JWT where it can stand in a subject; nsc and others write ids that cannot. */
function instanceIdOf(creds: string | undefined): string | undefined {
  const jwt = creds === undefined ? undefined : /-----BEGIN NATS USER JWT-----\s+(\S+)/.exec(creds)?.[1];
  const jti = jwt === undefined ? undefined : readUserJwt(jwt)?.jti;
  return jti !== undefined && /^[A-Z0-9]+$/.test(jti) ? jti : undefined;
}

/** Reads the file anew for each connect. One that is away or half written must not end the connection: the last good one is used. */
function credsOf(creds: string, credsFile: string | undefined, logger: Logger): Authenticator {
  const encoder = new TextEncoder();
  const parse = (text: string, nonce?: string) => credsAuthenticator(encoder.encode(text))(nonce);
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

import { readFile } from 'node:fs/promises';
import {
  type Authenticator,
  credsAuthenticator,
  jwtAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { UsageError } from '../process/usage-error.js';
import type { ConnectionSettings, Login } from './connection-settings.js';

/** Connects. If no server answers, the error names the servers. */
export async function openConnection(settings: ConnectionSettings): Promise<NatsConnection> {
  const { servers, login, tls, isTlsFirst, inboxPrefix, timeoutMs } = settings;
  const secret = 'file' in login ? await readSecret(login.file) : '';
  const authenticator = authenticatorsOf(login, secret);
  try {
    return await connect({
      name: 'jsm',
      servers: [...servers],
      timeout: timeoutMs,
      noAsyncTraces: true,
      ...(authenticator.length > 0 && { authenticator }),
      ...(inboxPrefix && { inboxPrefix }),
      ...(Object.keys(tls).length > 0 || isTlsFirst ? { tls: { ...tls, handshakeFirst: isTlsFirst } } : {}),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot connect to ${servers.map(withoutPassword).join(', ')}: ${withoutLogins(reason, servers)}`, {
      cause: error,
    });
  }
}

async function readSecret(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the credentials: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** `secret` is the content of the login file. */
function authenticatorsOf(login: Login, secret: string): Authenticator[] {
  const { kind } = login;
  if (kind === 'creds') return [credsAuthenticator(encode(secret))];
  if (kind === 'nkey') return [nkeyAuthenticator(encode(secret.trim()))];
  if (kind === 'jwt') return [jwtAuthenticator(login.jwt, login.seed === undefined ? undefined : encode(login.seed))];
  if (kind === 'password') return [usernamePasswordAuthenticator(login.user, login.password)];
  return kind === 'token' ? [tokenAuthenticator(login.token)] : [];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A URL may contain a password. It must not appear in a message. */
const withoutPassword = (url: string): string => url.replace(/^([a-z]+:\/\/)?.*@/i, '$1');

/** The library may repeat a URL in its error. */
const withoutLogins = (text: string, servers: readonly string[]): string =>
  servers.reduce((shown, url) => shown.replaceAll(url, withoutPassword(url)), text);

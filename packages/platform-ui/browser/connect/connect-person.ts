import { type NatsConnection, wsconnect } from '@nats-io/nats-core';
import type { BrowserCredentials } from '../../src/wire/session.js';
import { openBrowserNkey } from './browser-nkey.js';
import { NonceSocket } from './nonce-socket.js';

/** A connection, and the time at which its credentials expire. */
export interface SignedConnection {
  readonly nc: NatsConnection;
  /** Unix milliseconds. */
  readonly expires: number;
}

/** The input of a connection. */
export interface ConnectParts {
  /** Id of the session. The connection uses the key pair of the session. */
  readonly session: string;
  /** Requests a JWT for the public key. */
  readonly credentials: (publicKey: string) => Promise<BrowserCredentials>;
  /** Called when the platform issues no more credentials, because nobody is signed in. */
  readonly onRefused: (error: unknown) => void;
}

const RECONNECT_MS = 500;

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Connects as the signed-in person. Each attempt gets a new JWT, so that a reconnect has the current rights. */
export async function connectPerson({ session, credentials, onRefused }: ConnectParts): Promise<SignedConnection> {
  const nkey = await openBrowserNkey(session);
  const signed = new Map<string, Uint8Array>();
  let current = await credentials(nkey.publicKey);
  let isFresh = true;
  const prepare = async (): Promise<void> => {
    try {
      if (!isFresh) current = await credentials(nkey.publicKey);
      isFresh = false;
    } catch (error) {
      onRefused(error);
      throw error;
    }
  };
  const url = new URL(current.path, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const nc = await wsconnect({
    servers: [url.href],
    inboxPrefix: `_INBOX.${current.instanceId}`,
    ignoreClusterUpdates: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
    // The client's type requires the browser's class. It only uses the handlers, `send` and `close`, which this class has.
    wsFactory: async () => ({
      socket: new NonceSocket(url.href, { prepare, nkey, signed }) as unknown as WebSocket,
      encrypted: url.protocol === 'wss:',
    }),
    authenticator: (nonce = '') => {
      const signature = signed.get(nonce);
      signed.delete(nonce);
      return { jwt: current.jwt, nkey: nkey.publicKey, sig: signature ? base64url(signature) : '' };
    },
  });
  return { nc, expires: Date.parse(current.expires) };
}

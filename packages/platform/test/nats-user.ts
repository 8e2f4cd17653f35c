import { type ConnectionOptions, connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { CredentialExchange } from '@symphony-ts/contract';
import type { Platform } from '@symphony-ts/platform';

/** Exchanges a token like a client. */
export async function exchange(platform: Platform, token: string): Promise<CredentialExchange> {
  const response = await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return CredentialExchange.parse(await response.json());
}

/** Connects with exchanged credentials, by default without reconnecting. */
export const connectWith = (
  credentials: CredentialExchange,
  options: ConnectionOptions = {},
): Promise<NatsConnection> =>
  connect({
    servers: credentials.servers,
    authenticator: jwtAuthenticator(credentials.jwt, new TextEncoder().encode(credentials.seed)),
    inboxPrefix: `_INBOX.${credentials.instanceId}`,
    reconnect: false,
    ...options,
  });

/** A live connection of a new key of `prefix`. */
export async function join(platform: Platform, prefix: string, options: ConnectionOptions = {}): Promise<Joined> {
  const { id, token } = await platform.keys.create({ name: prefix, prefix, kind: 'extension' });
  const credentials = await exchange(platform, token);
  return { id, token, credentials, nc: await connectWith(credentials, options) };
}

export interface Joined {
  readonly id: string;
  readonly token: string;
  readonly credentials: CredentialExchange;
  readonly nc: NatsConnection;
}

/** A manifest with the parts that a test needs. */
export const manifest = (prefix: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ prefix, name: prefix, version: '1.0.0', ...more });

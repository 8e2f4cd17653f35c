import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { CredentialExchange } from '@symphony-ts/contract';

const [, , goFile = '', doneFile = '', credentialsText = ''] = process.argv;

/** The inbox prefix of the connection. */
export const { instanceId, ...credentials } = CredentialExchange.parse(JSON.parse(credentialsText));

/** Connects with the credentials that the program was given. */
export function join(): Promise<NatsConnection> {
  const { jwt, seed, servers } = credentials;
  const authenticator = jwtAuthenticator(jwt, new TextEncoder().encode(seed));
  return connect({ servers, authenticator, inboxPrefix: `_INBOX.${instanceId}`, reconnect: false });
}

/** Resolves when the test says so. */
export async function toldToGo(): Promise<void> {
  while (!existsSync(goFile)) await pause(5);
}

/** Lets the test go on, and ends with it. */
export function done(nc: NatsConnection): void {
  writeFileSync(doneFile, '');
  process.once('disconnect', () => void nc.close());
}

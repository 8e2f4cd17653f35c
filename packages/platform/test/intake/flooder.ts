import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { CredentialExchange, platformServices } from '@symphony-ts/contract';

// A separate process, because the platform of the test reads nothing until this one has sent everything. They tell each other by
// files, since a process that does not read gets no messages.
const [, , credentialsText = '', goFile = '', doneFile = ''] = process.argv;
const MESSAGES = 600;
const { jwt, seed, servers, instanceId } = CredentialExchange.parse(JSON.parse(credentialsText));
const authenticator = jwtAuthenticator(jwt, new TextEncoder().encode(seed));
const nc = await connect({ servers, authenticator, inboxPrefix: `_INBOX.${instanceId}`, reconnect: false });
process.send?.('ready');
while (!existsSync(goFile)) await pause(5);
const body = new Uint8Array(100_000);
for (let sent = 0; sent < MESSAGES; sent += 1) {
  nc.publish(platformServices.info, body, { reply: `_INBOX.${instanceId}.flood` });
}
await nc.flush();
writeFileSync(doneFile, '');
await nc.close();
process.disconnect();

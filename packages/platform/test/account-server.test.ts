import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { AccountServer } from '../src/accounts/account-server.js';

const COUNT = 500;

let server: NatsServer;
let nc: NatsConnection;
beforeAll(async () => {
  server = await startNatsServer();
  nc = await connect({ servers: server.url });
});
afterAll(async () => {
  await nc?.close();
  await server?.stop();
});

/** The payload of a JWT, which is all that is read of it. */
const jwt = (id: string): string => `e30.${Buffer.from(JSON.stringify({ jti: id })).toString('base64url')}.x`;

it('asks about thousands of accounts a few at a time, so that none waits for all the others', async () => {
  const keys = Array.from({ length: COUNT }, (_, at) => `A${at}`);
  let waiting = 0;
  let mostWaiting = 0;
  nc.subscribe('$SYS.REQ.CLAIMS.LIST', {
    callback: (_error, message) => void message.respond(JSON.stringify({ data: keys })),
  });
  nc.subscribe('$SYS.REQ.ACCOUNT.*.CLAIMS.LOOKUP', {
    callback: (_error, message) => {
      waiting += 1;
      mostWaiting = Math.max(mostWaiting, waiting);
      // After all requests that arrive together.
      setImmediate(() => {
        waiting -= 1;
        message.respond(jwt(`id of ${message.subject.split('.')[3]}`));
      });
    },
  });
  await nc.flush();
  const stored = await new AccountServer(nc).stored();
  expect(stored).toEqual(new Map(keys.map((key) => [key, `id of ${key}`])));
  expect(mostWaiting).toBeLessThanOrEqual(32);
});

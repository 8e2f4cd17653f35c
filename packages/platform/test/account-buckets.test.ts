import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { accountJetStream } from '../src/operator/platform-subjects.js';
import { listAccountBuckets } from '../src/storage-service/account-buckets.js';

let server: NatsServer;
let nc: NatsConnection;
let gate: NatsConnection;
beforeAll(async () => {
  server = await startNatsServer({ jetstream: true });
  const open = () => connect({ servers: server.url, noAsyncTraces: true });
  [nc, gate] = await Promise.all([open(), open()]);
});
afterAll(async () => {
  await Promise.all([nc?.close(), gate?.close()]);
  await server?.stop();
});

it('asks an account once for all who want to know at a time, and again later', async () => {
  const api = accountJetStream('orders');
  let requests = 0;
  gate.subscribe(`${api}.>`, {
    callback: (_error, { subject, data, reply }) => {
      requests += 1;
      gate.publish(`$JS.API${subject.slice(api.length)}`, data, reply === undefined ? {} : { reply });
    },
  });
  await new Kvm(gate).create('items');
  await gate.flush();
  const names = async () => (await listAccountBuckets(nc, 'orders')).map(({ name }) => name);
  const [first, ...others] = await Promise.all(Array.from({ length: 100 }, names));
  expect([first, new Set(others.flat()), requests]).toEqual([['items'], new Set(['items']), 1]);
  await new Kvm(gate).create('more');
  expect(await names()).toEqual(['items', 'more']);
});

import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ManifestBucket, silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { ensureDeclaredBuckets } from '../src/buckets/declared-buckets.js';
import { accountJetStream } from '../src/operator/platform-subjects.js';

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

/** Leads to JetStream as a gate does; replies to the requests of these numbers go nowhere, as when its account has changed. */
function leadTo(prefix: string, isLost: (request: number) => boolean): void {
  const api = accountJetStream(prefix);
  let requests = 0;
  gate.subscribe(`${api}.>`, {
    callback: (_error, { subject, data, reply }) => {
      requests += 1;
      const target = isLost(requests) ? `_INBOX.lost.${requests}` : reply;
      gate.publish(`$JS.API${subject.slice(api.length)}`, data, target === undefined ? {} : { reply: target });
    },
  });
}

const ensure = (prefix: string) =>
  ensureDeclaredBuckets(nc, {
    prefix,
    buckets: [ManifestBucket.parse({ name: `${prefix}_items` })],
    replicas: 1,
    logger: silentLogger,
  });

describe('ensureDeclaredBuckets', () => {
  it('asks again where an answer was lost', async () => {
    leadTo('orders', (request) => request <= 3 && request % 2 === 1);
    await gate.flush();
    expect(await ensure('orders')).toEqual([
      { name: 'orders_items', outcome: expect.stringMatching(/created|unchanged/) },
    ]);
  }, 30_000);
});

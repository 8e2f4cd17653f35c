import { Svcm } from '@nats-io/services';
import { connect } from '@nats-io/transport-node';
import { SymphonyClient } from '@symphony-ts/client';
import { silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../../test/support/eventually.js';
import { type Application, createApplication, Endpoint, Extension } from '../../src/index.js';
import { Replication } from '../guides/replication.examples.js';
import { Inventory } from '../inventory.js';

@Extension({
  prefix: 'described',
  name: 'Described',
  version: '2.0.0',
  description: 'Says what it is',
  metadata: { team: 'front' },
})
class Described {
  @Endpoint({ group: 'admin', description: 'Answers', metadata: { cost: 'low' } })
  answer() {
    return { answer: 42 };
  }
}

describe('without a platform', () => {
  let nats: NatsServer;
  const running: Application[] = [];
  beforeAll(async () => {
    nats = await startNatsServer({ jetstream: {} });
  });
  afterAll(async () => {
    for (const application of running) await application.stop();
    await nats.stop();
  });
  const start = async (): Promise<Application> => {
    const options = { nats: { servers: nats.url }, logger: silentLogger, signals: false, heartbeatMs: 100 };
    const application = await createApplication(Inventory, { ...options, livenessMs: 2_000 });
    await application.start();
    running.push(application);
    return application;
  };

  it('[standalone.run] an extension makes its own buckets, serves, and sees its other instances', async () => {
    const first = await start();
    const second = await start();
    await using client = await SymphonyClient.connect({ nats: { servers: nats.url }, env: {} });
    const calls = client.extension('inventory');
    expect(await calls.invoke('put', { id: 'bolt', count: 7 })).toMatchObject({ revision: expect.any(Number) });
    expect(await calls.invoke('take', { id: 'bolt' })).toEqual({ id: 'bolt', count: 7 });
    const contexts = [first, second].map(({ extensions }) => extensions[0]?.context);
    await eventually(() => contexts.every((context) => context?.partitioner.activeInstances().length === 2));
    for (const context of contexts) {
      expect(await calls.instance(context?.instanceId ?? '').invoke('who')).toEqual({ id: context?.instanceId });
    }
    const made = await contexts[0]?.createBucket('inventory_extra');
    expect(await made?.put('a', 1)).toBe(1);
    client.connection.nc.publish('extensions.orders.created', JSON.stringify({ order: 'o1' }));
    const seen = () => [first, second].flatMap(({ extensions }) => extensions[0]?.container.get(Inventory).seen ?? []);
    await eventually(() => seen().includes('extensions.orders.created o1'));
  });

  it('has no licences: the guide on usage starts, and its reports cost nothing', async () => {
    const options = { nats: { servers: nats.url }, logger: silentLogger, signals: false };
    const application = await createApplication(Replication, options);
    running.push(application);
    await application.start();
    await using client = await SymphonyClient.connect({ nats: { servers: nats.url }, env: {} });
    const tables = [{ name: 't1', bytes: 5e8 }];
    expect(await client.extension('replication').invoke('replicated', tables)).toEqual({ units: 0, state: 'ok' });
  });

  it('[endpoint.discovery] [init.version] is found by NATS micro, with its version and endpoints', async () => {
    const nc = await connect({ servers: nats.url });
    const found = await new Svcm(nc).client().info('inventory');
    const infos = [];
    for await (const info of found) infos.push(info);
    expect(infos.length).toBeGreaterThan(0);
    expect(infos[0]).toMatchObject({ name: 'inventory', version: '1.2.3', description: 'Parts in stock' });
    expect(infos[0]?.endpoints.map(({ subject }) => subject)).toContain('cirata.extensions.inventory.take');
    await nc.close();
  });

  it('[endpoint.service] [endpoint.metadata] [endpoint.subject] is found with its metadata, its group and those of its endpoints', async () => {
    const options = { nats: { servers: nats.url }, logger: silentLogger, signals: false };
    const application = await createApplication(Described, options);
    running.push(application);
    await application.start();
    const nc = await connect({ servers: nats.url });
    const infos = [];
    for await (const info of await new Svcm(nc).client().info('described')) infos.push(info);
    expect(infos).toMatchObject([
      {
        name: 'described',
        version: '2.0.0',
        description: 'Says what it is',
        metadata: { team: 'front' },
        endpoints: [{ subject: 'cirata.extensions.described.admin.answer', metadata: { cost: 'low' } }],
      },
    ]);
    await nc.close();
  });

  it('[obs.stats] counts what its endpoints answered, and what they refused', async () => {
    const nc = await connect({ servers: nats.url });
    const counts = async () => {
      const sum = { requests: 0, errors: 0 };
      for await (const stats of await new Svcm(nc).client().stats('inventory')) {
        const data = stats.endpoints?.find(({ name }) => name === 'take')?.data as typeof sum | undefined;
        sum.requests += data?.requests ?? 0;
        sum.errors += data?.errors ?? 0;
      }
      return sum;
    };
    await using client = await SymphonyClient.connect({ nats: { servers: nats.url }, env: {} });
    const before = await counts();
    await client.extension('inventory').invoke('take', { id: 'bolt' });
    await expect(client.extension('inventory').invoke('take', { id: 'none' })).rejects.toThrow('no part');
    expect(await counts()).toEqual({ requests: before.requests + 2, errors: before.errors + 1 });
    await nc.close();
  });
});

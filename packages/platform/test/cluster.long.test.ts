import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { platformServices } from '@symphony-ts/contract';
import { type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { operatorConfig, type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange, join, manifest } from './nats-user.js';

let dataDir: string;
let cluster: NatsCluster;
let platforms: Platform[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-cluster-'));
  const keysDir = joinPath(dataDir, 'secret');
  const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig(keysDir);
  cluster = await startNatsCluster({
    operator: { jwt, systemAccount, resolver: { type: 'full', preload } },
    limits: { maxControlLineBytes },
  });
  const options = { keysDir, natsUrl: cluster.clientUrls };
  platforms = [await startPlatform(options), await startPlatform(options)];
});
afterAll(async () => {
  for (const platform of platforms) await platform.stop();
  await cluster?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const only = (index: number): Platform => {
  const platform = platforms[index];
  if (!platform) throw new Error('the platforms have started');
  return platform;
};

describe('platforms on a cluster of three', () => {
  it('keep three copies of everything, their own state and the extensions’', async () => {
    const orders = await join(only(0), 'orders');
    expect((await orders.nc.request(platformServices.clusterInfo, '', { timeout: 5_000 })).json()).toEqual({
      replicas: 3,
    });
    const buckets = [{ name: 'orders_items' }];
    const reply = await orders.nc.request(platformServices.register, manifest('orders', { buckets }), {
      timeout: 60_000,
    });
    expect(reply.json()).toMatchObject({ buckets: [{ name: 'orders_items', outcome: 'created' }] });
    const manager = await jetstreamManager(orders.nc);
    for (const stream of ['KV_orders_items', 'KV_symphony_status']) {
      expect((await manager.streams.info(stream)).config.num_replicas).toBe(3);
    }
    await orders.nc.close();
  });

  it('go on when a server is gone, and when it is back', async () => {
    const { id, token } = await only(0).keys.create({ name: 'k', prefix: 'survivor', kind: 'extension' });
    await eventually(() =>
      only(1)
        .keys.list()
        .some((key) => key.id === id),
    );
    await cluster.stopNode(0);
    await eventually(async () => {
      const states = await Promise.all(platforms.map(({ httpUrl }) => fetch(`${httpUrl}/api/v1/ready`)));
      return states.every(({ ok }) => ok);
    });
    let nc: NatsConnection | undefined;
    await eventually('it has credentials', async () => (nc ??= await connectWith(await exchange(only(1), token))));
    await eventually('it is registered', async () => {
      const reply = await nc?.request(platformServices.register, manifest('survivor'), { timeout: 15_000 });
      expect(reply?.json()).toHaveProperty('registered');
    });
    await cluster.restartNode(0);
    await eventually(() =>
      only(0)
        .registry.list()
        .some(({ prefix }) => prefix === 'survivor'),
    );
    await nc?.close();
  }, 180_000);
});

import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../test/support/eventually.js';
import { Inventory } from './inventory.js';

describe('an extension on a platform', () => {
  let platform: TestPlatform;
  let inventory: LiveExtension<Inventory>;

  beforeAll(async () => {
    platform = await TestPlatform.start();
    inventory = await platform.create(Inventory);
  });

  afterAll(() => platform.stop());

  it('is registered with what its decorators declare', () => {
    const manifest = platform.platform.registry.manifest('inventory');
    expect(manifest).toMatchObject({
      prefix: 'inventory',
      name: 'Inventory',
      version: '1.2.3',
      buckets: [{ name: 'inventory_parts', description: 'Parts', max_history_per_key: 3 }],
    });
    expect(manifest?.services[0]?.endpoints.map((endpoint) => endpoint.name)).toEqual(
      expect.arrayContaining(['all', 'broken', 'hang', 'put', 'slow', 'take', 'who']),
    );
  });

  it('ran @OnStart before it took requests', async () => {
    expect(inventory.instance.seen[0]).toBe('start');
    expect(await inventory.request('take', { id: 'first' })).toEqual({ id: 'first', count: 1 });
  });

  it('stores, answers and announces', async () => {
    const { revision } = await inventory.request('put', { id: 'bolt', count: 7 });
    expect(revision).toBeGreaterThan(0);
    expect(await inventory.request('take', { id: 'bolt' })).toEqual({ id: 'bolt', count: 7 });
    await eventually(() => inventory.published.some(({ subject }) => subject === 'extensions.inventory.changed'));
    const bucket = await inventory.bucket('inventory_parts');
    expect((await bucket.get('part:bolt'))?.value).toEqual({ id: 'bolt', count: 7 });
  });

  it.each([
    ['an invalid request', 'put', { id: '', count: 1 }, 400],
    ['text that is not JSON', 'put', 'nonsense', 400],
    ['what the handler refuses', 'take', { id: 'none' }, 404],
    ['a handler that throws', 'broken', undefined, 500],
    ['a handler that never returns', 'hang', undefined, 504],
  ])('answers %s', async (_what, endpoint, input, status) => {
    await expect(inventory.send(endpoint, input)).rejects.toMatchObject({ name: 'RemoteError', remoteStatus: status });
  });

  it('does not tell what went wrong inside', async () => {
    const error: unknown = await inventory.send('broken').catch((error: unknown) => error);
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(String(error)).not.toContain('secret');
  });

  it('receives events of another account', async () => {
    await inventory.emit('extensions.orders.created', { order: 'o-1' });
    await eventually(() => inventory.instance.seen.includes('extensions.orders.created o-1'));
    await eventually(() => inventory.published.some(({ subject }) => subject === 'extensions.inventory.echo'));
  });

  it('runs commands, and lists them where one is unknown', async () => {
    expect(await inventory.command('recount', { by: 2 })).toEqual({ by: 2, on: inventory.instanceId });
    await expect(inventory.command('explode')).rejects.toThrow(/unknown command 'explode'; known: recount/);
  });

  it('answers on its own instance subject, and 404 for a handler it does not have', async () => {
    expect(await inventory.requestInstance('who')).toEqual({ id: inventory.instanceId });
    await expect(inventory.requestInstance('what')).rejects.toMatchObject({ remoteStatus: 404 });
  });

  it('adds an endpoint while running, and takes it away again', async () => {
    const added = await inventory.running.context.addEndpoint('double', {}, (input: number) => ({ is: input * 2 }));
    expect(await inventory.send('double', 4)).toEqual({ is: 8 });
    expect(endpointNames()).toContain('double');
    await added[Symbol.asyncDispose]();
    await expect(inventory.send('double', 4, { timeoutMs: 500 })).rejects.toMatchObject({
      code: expect.stringMatching(/NO_RESPONDERS|TIMEOUT/),
    });
    expect(endpointNames()).not.toContain('double');
  });

  it('makes a bucket at run time', async () => {
    const bucket = await inventory.running.context.createBucket('inventory_scratch', { history: 2 });
    await bucket.put('a', 1);
    expect((await (await inventory.running.context.bucket('inventory_scratch')).get('a'))?.value).toBe(1);
    expect(await inventory.running.context.clusterReplicas()).toBe(1);
  });

  const endpointNames = (): string[] =>
    (platform.platform.registry.manifest('inventory')?.services ?? []).flatMap(({ endpoints }) =>
      endpoints.map(({ name }) => name),
    );
});

describe('several instances', () => {
  it('share requests and work, and one leaves without losing any', async () => {
    const platform = await TestPlatform.start();
    try {
      const first = await platform.create(Inventory);
      const second = await platform.create(Inventory);
      const both = [first, second];
      expect(first.instanceId).not.toBe(second.instanceId);
      for (const extension of both) await extension.running.context.partitioner.start();
      await eventually(() =>
        both.every((extension) => extension.running.context.partitioner.activeInstances().length === 2),
      );
      const keys = Array.from({ length: 100 }, (_, index) => `job-${index}`);
      for (const key of keys) {
        expect(both.filter((extension) => extension.running.context.partitioner.isMyWork(key))).toHaveLength(1);
      }

      const served = await Promise.all(Array.from({ length: 100 }, () => first.command('recount', { by: 1 })));
      expect(new Set(served.map((reply) => (reply as { on: string }).on)).size).toBe(2);

      const slow = Array.from({ length: 50 }, () => first.send('slow', { ms: 200 }));
      await first.client.connection.nc.flush();
      await second.stop('scaled down');
      expect(await Promise.all(slow)).toHaveLength(50);
      expect(second.instance.seen.at(-1)).toBe('stop scaled down');
      await eventually(() => first.running.context.partitioner.activeInstances().length === 1);
      expect(first.instance.seen).toContain('rebalance 1');
    } finally {
      await platform.stop();
    }
  });
});

import { NoRespondersError, SymphonyClient, TimeoutError } from '@symphony-ts/client';
import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import { Inventory } from '../inventory.js';

describe('a client of its own', () => {
  let platform: TestPlatform;
  let inventory: LiveExtension<Inventory>;
  let client: SymphonyClient;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    inventory = await platform.create(Inventory);
    const { token } = await platform.platform.keys.create({ kind: 'client', name: 'client' });
    client = await SymphonyClient.connect({
      env: { SYMPHONY_TOKEN: token, SYMPHONY_ADDRESS: platform.platform.httpUrl },
    });
  });
  afterAll(async () => {
    await client.close();
    await platform.stop();
  });

  it('[client.token] [client.connect] finds its token in the environment', () => {
    expect(client.connection.mode).toBe('platform');
  });

  it('[client.info] asks what the platform is', async () => {
    expect(await client.info()).toMatchObject({ name: 'Symphony', version: expect.any(String) });
  });

  it('[client.extensions] lists what is registered', async () => {
    expect(await client.extensions()).toMatchObject([{ prefix: 'inventory', version: '1.2.3', status: 'ok' }]);
  });

  it('[client.invoke] calls an endpoint by its name, or as a method of the class', async () => {
    expect(await client.extension('inventory').invoke('put', { id: 'nut', count: 3 })).toMatchObject({
      revision: expect.any(Number),
    });
    expect(await client.extension(Inventory).take({ id: 'nut' })).toEqual({ id: 'nut', count: 3 });
  });

  it('[client.request] [client.publish] sends to any subject that is permitted, with an answer or without', async () => {
    expect(await client.request('cirata.extensions.inventory.take', { id: 'first' })).toMatchObject({ count: 1 });
    await client.publish('cirata.extensions.inventory.put', { id: 'washer', count: 9 });
    await eventually(async () => (await inventory.instance.parts.get('part:washer'))?.value.count === 9);
    await expect(client.publish('extensions.inventory.changed', {}, { isConfirmed: true })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('[client.storage] lists buckets, keys and values without JetStream', async () => {
    expect(await client.storage()).toContainEqual(expect.objectContaining({ name: 'inventory_parts' }));
    expect(await client.storage('inventory_parts')).toContain('part:first');
    expect(await client.storage('inventory_parts', 'part:first')).toMatchObject({ value: { id: 'first', count: 1 } });
    expect(await client.storage('inventory_parts', 'part:none')).toBeUndefined();
  });

  it('[error.timeout] [error.no-responders] tells who does not answer from who is not there', async () => {
    await expect(client.extension('inventory').invoke('slow', { ms: 2_000 }, { timeoutMs: 50 })).rejects.toBeInstanceOf(
      TimeoutError,
    );
    await expect(inventory.context.client.request('cirata.extensions.inventory.none')).rejects.toBeInstanceOf(
      NoRespondersError,
    );
  });

  it('[error.bucket-not-found] [error.key-not-found] tells an unknown bucket from an unknown key', async () => {
    await expect(client.storage('no_such_bucket')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    await expect(inventory.context.bucket('no_such_bucket')).rejects.toMatchObject({ name: 'BucketNotFoundError' });
    expect(await inventory.instance.parts.get('part:none')).toBeUndefined();
  });

  it('[client.close] closes its own connection and no other', async () => {
    const { token } = await platform.platform.keys.create({ kind: 'client', name: 'brief' });
    const brief = await SymphonyClient.connect({ token, address: platform.platform.httpUrl });
    await brief.close();
    await brief.close();
    await eventually(() => brief.connection.nc.isClosed());
    expect(await client.extension('inventory').invoke('take', { id: 'first' })).toMatchObject({ id: 'first' });
  });
});

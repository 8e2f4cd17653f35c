import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { jetstreamManager, StorageType } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { ErrorReply, platformServices } from '@symphony-ts/contract';
import { startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange, join, manifest } from './nats-user.js';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-isolation-'))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** So many imports that the JWT of their account is larger than the largest message of a server. */
const manyCapabilities = Array.from({ length: 500 }, (_, index) => ({
  type: 'pub',
  subject: `extensions.catalog.e${index}`,
  description: '',
}));

describe('an account that the server does not take', () => {
  it('is refused to who asked for it, and keeps nobody else from anything', async () => {
    const options = { dataDir, dev: { grantDeclared: true }, natsServer: { limits: { maxPayloadBytes: 64 * 1024 } } };
    const platform = await startPlatform(options);
    const [catalog, greedy] = [await join(platform, 'catalog'), await join(platform, 'greedy')];
    const register = async (text: string) =>
      (await greedy.nc.request(platformServices.register, text, { timeout: 10_000 })).json();
    await register(manifest('greedy'));

    const answer = ErrorReply.parse(await register(manifest('greedy', { capabilities: manyCapabilities })));
    expect(answer.code).toBe('ACCOUNT_UPDATE_FAILED');
    expect(answer.error).toMatch(/max_payload/);
    expect(platform.registry.manifest('greedy')?.capabilities).toEqual([]);

    const closed = catalog.nc.closed();
    await platform.keys.revoke(catalog.id);
    await closed;
    await (await join(platform, 'newcomer')).nc.close();
    await greedy.nc.close();
    await platform.stop();
    await using again = await startPlatform(options);
    expect(again.registry.list()).toMatchObject([{ prefix: 'greedy' }]);
  });
});

describe('an extension whose last key was revoked', () => {
  it('reaches nobody, leaves nothing running, and finds its data when it is given a key again', async () => {
    await using platform = await startPlatform({ dataDir, dev: { grantDeclared: true } });
    const [first, second] = [await join(platform, 'orders'), await join(platform, 'orders')];
    const buckets = [{ name: 'orders_items' }];
    await first.nc.request(platformServices.register, manifest('orders', { buckets }), { timeout: 10_000 });
    await (await new Kvm(first.nc).open('orders_items')).put('a', '1');
    // Two streams that write into each other continue by themselves.
    const { streams } = await jetstreamManager(first.nc, { checkAPI: false });
    const loop = async (name: string, from: string, to: string) =>
      streams.add({
        name,
        subjects: [`${from}.>`],
        storage: StorageType.Memory,
        max_msgs: 10,
        republish: { src: `${from}.>`, dest: `${to}.>` },
      });
    await loop('A', '$KV.a', '$KV.b');
    await loop('B', '$KV.b', '$KV.a');
    await putStatus(first.nc, first.id);
    await eventually(() => platform.registry.list()[0]?.instances.length === 1);

    const ended = Promise.all([first.nc.closed(), second.nc.closed()]);
    await platform.keys.revoke(first.id);
    expect(platform.registry.list()[0]?.instances).toHaveLength(1);
    await platform.keys.revoke(second.id);
    await ended;
    await eventually(() => platform.registry.list()[0]?.instances.length === 0);

    const back = await join(platform, 'orders');
    const kept = async () => (await (await new Kvm(back.nc).open('orders_items')).get('a'))?.string();
    // An old server (2.9.10) restores JetStream of the account a moment after the connection.
    await eventually(() =>
      kept()
        .then((text) => text === '1')
        .catch(() => false),
    );
    await back.nc.close();
  });

  it('is not taken up again by a registration token', async () => {
    await using platform = await startPlatform({ dataDir });
    const { id } = await platform.keys.create({ name: 'o', kind: 'extension', prefix: 'orders' });
    const registration = await platform.keys.create({ name: 'r', kind: 'registration', prefix: '*' });
    await platform.keys.revoke(id);
    const nc = await connectWith(await exchange(platform, registration.token));
    const request = { name: 'n', prefix: 'orders', capabilities: { pub: { allow: [] }, sub: { allow: [] } } };
    const provision = async () =>
      (await nc.request(platformServices.provision, JSON.stringify(request), { timeout: 10_000 })).json();
    expect(ErrorReply.parse(await provision())).toMatchObject({ code: 'REGISTRATION_REFUSED' });
    await platform.keys.create({ name: 'o', kind: 'extension', prefix: 'orders' });
    expect(await provision()).toMatchObject({ token: expect.any(String) });
    await nc.close();
  });
});

async function putStatus(nc: Parameters<typeof jetstreamManager>[0], instanceId: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = {
    prefix: 'orders',
    instanceId,
    name: 'o',
    version: '1.0.0',
    status: 'ok',
    started: now,
    timestamp: now,
  };
  const bucket = await new Kvm(nc).open('symphony_status', { allow_direct: true });
  await bucket.put(`orders.${instanceId}`, JSON.stringify(entry));
}

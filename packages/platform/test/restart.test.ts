import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { Kvm } from '@nats-io/kv';
import { platformServices } from '@symphony-ts/contract';
import { type PlatformOptions, startPlatform } from '@symphony-ts/platform';
import { connectWith, exchange, join, manifest } from './nats-user.js';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-restart-'))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('a platform that is started again on its data', () => {
  it('knows its keys, registrations, revocations and buckets', async () => {
    const first = await startPlatform({ dataDir, dev: { grantDeclared: true } });
    const orders = await join(first, 'orders');
    const gone = await join(first, 'orders');
    await first.keys.revoke(gone.id);
    const buckets = [{ name: 'orders_items' }];
    await orders.nc.request(platformServices.register, manifest('orders', { buckets }), { timeout: 10_000 });
    await (await new Kvm(orders.nc).open('orders_items')).put('a', '1');
    const listed = first.keys.list();
    await orders.nc.close();
    await first.stop();

    await using second = await startPlatform({ dataDir, dev: { grantDeclared: true } });
    expect(second.keys.list()).toEqual(listed);
    expect(second.registry.list()).toMatchObject([{ prefix: 'orders', status: 'inactive' }]);
    await expect(exchange(second, gone.token)).rejects.toThrow('401');
    const again = await exchange(second, orders.token);
    expect(again).toMatchObject({ instanceId: orders.id, seed: orders.credentials.seed });
    const nc = await connectWith(again);
    expect((await (await new Kvm(nc).open('orders_items')).get('a'))?.string()).toBe('1');
    await nc.close();
  });

  it('keeps no secret of a key, and no way to one, in what it stores', async () => {
    const first = await startPlatform({ dataDir });
    const { token } = await first.keys.create({ name: 'k', prefix: 'orders', kind: 'extension' });
    const { seed } = await exchange(first, token);
    await first.stop();
    const { execFileSync } = await import('node:child_process');
    for (const secret of [token.split('.')[2] ?? '', seed]) {
      expect(() => execFileSync('grep', ['-rlaF', secret, dataDir])).toThrow();
    }
    expect(() => execFileSync('grep', ['-rlaF', 'orders', dataDir])).not.toThrow();
  });
});

describe('the own server of a platform', () => {
  it.each<[string, () => PlatformOptions, boolean]>([
    ['before each acknowledgement, on a data folder', () => ({ dataDir }), true],
    ['now and then where asked for', () => ({ dataDir, flush: 'periodic' }), false],
    ['now and then in a temporary folder', () => ({}), false],
  ])(
    'writes to the disk %s',
    async (_when, options, isAlways) => {
      await using platform = await startPlatform({ ...options(), natsServer: { monitoring: {} } });
      const answer = await fetch(`${platform.natsServer?.monitoringUrl}/varz`);
      const { jetstream, version } = (await answer.json()) as { jetstream: { config: object }; version: string };
      const canFlush = !version.startsWith('2.9.');
      const info: unknown = await (await fetch(`${platform.httpUrl}/api/v1/symphonyinfo`)).json();
      expect(info).toMatchObject({ flush: isAlways && canFlush ? 'always' : 'periodic' });
      expect(Reflect.get(jetstream.config, 'sync_always') ?? false).toBe(isAlways && canFlush);
    },
    30_000,
  );
});

describe('a platform whose NATS server is killed and started again', () => {
  it('completes what was asked meanwhile, and keeps it', async () => {
    await using platform = await startPlatform({ dataDir });
    await platform.natsServer?.kill();
    const made = platform.keys.create({ name: 'meanwhile', kind: 'client' });
    await platform.natsServer?.restart();
    const { id } = await made;
    expect(platform.keys.list().map((key) => key.id)).toContain(id);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { type JetStreamManager, jetstreamManager, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
import { bucketStream, type Logger, platformServices, STATUS_BUCKET, statusKey } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { join, manifest } from './nats-user.js';

const STREAM = bucketStream(STATUS_BUCKET);
const lines: string[] = [];
const note = (message: string, fields?: unknown): void => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
const logger: Logger = { debug: () => undefined, info: note, warn: note, error: note, child: () => logger };

let dataDir: string;
let platform: Platform;
beforeEach(async () => {
  lines.length = 0;
  dataDir = await mkdtemp(joinPath(tmpdir(), 'status-bucket-'));
  platform = await startPlatform({ dataDir, logger });
});
afterEach(async () => {
  await platform.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const register = async (nc: NatsConnection, prefix: string): Promise<unknown> =>
  (await nc.request(platformServices.register, manifest(prefix), { timeout: 10_000 })).json();

function entryOf(prefix: string, instanceId: string): string {
  const now = new Date().toISOString();
  const entry = { prefix, instanceId, name: prefix, version: '1.0.0', status: 'ok', started: now, timestamp: now };
  return JSON.stringify(entry);
}
const beat = async (nc: NatsConnection, prefix: string, id: string): Promise<unknown> =>
  (await new Kvm(nc).open(STATUS_BUCKET)).put(statusKey(prefix, id), entryOf(prefix, id));

/** Replaces a status bucket by another stream. */
async function replace(nc: NatsConnection, config: Partial<StreamConfig>): Promise<JetStreamManager> {
  const manager = await jetstreamManager(nc);
  await manager.streams.delete(STREAM);
  await manager.streams.add({ name: STREAM, subjects: [`$KV.${STATUS_BUCKET}.>`], ...config });
  return manager;
}
/** Whether the server refuses the change: servers before 2.10 do. */
const canChangeRepublish = (nc: NatsConnection): boolean => !(nc.info?.version ?? '').startsWith('2.9.');
const instances = (prefix: string): readonly string[] =>
  platform.registry
    .list()
    .filter((extension) => extension.prefix === prefix)
    .flatMap((extension) => extension.instances.map(({ instanceId }) => instanceId));

describe('a status bucket that its extension has replaced', () => {
  it('is brought in line when it registers again, and keeps its live entries', async () => {
    const { nc, id } = await join(platform, 'orders');
    await register(nc, 'orders');
    const manager = await replace(nc, { max_msgs_per_subject: 64, allow_rollup_hdrs: true });
    await beat(nc, 'orders', id);
    expect(instances('orders')).toEqual([]);

    expect(await register(nc, 'orders')).toHaveProperty('registered');
    const { config, state } = await manager.streams.info(STREAM);
    expect(config).toMatchObject({
      max_msgs_per_subject: 1,
      max_age: 60_000_000_000,
      deny_delete: true,
    });
    expect(config.allow_rollup_hdrs ?? false).toBe(false);
    expect(state.messages).toBe(1);
    expect(lines.join('\n')).toContain('has been corrected');
    if (canChangeRepublish(nc)) {
      await beat(nc, 'orders', id);
      await eventually(() => instances('orders').includes(id));
    } else {
      expect(lines.join('\n')).toContain('"settings":["republish"]');
      await manager.streams.delete(STREAM); // the remedy in the log
      await register(nc, 'orders');
    }

    lines.length = 0;
    await register(nc, 'orders');
    expect(lines).toEqual([]);
    await nc.close();
  });

  it('is left as it is where the server cannot change it, and that is said', async () => {
    const { nc } = await join(platform, 'orders');
    await register(nc, 'orders');
    await replace(nc, { storage: StorageType.Memory });
    expect(await register(nc, 'orders')).toHaveProperty('registered');
    expect(lines.join('\n')).toContain('"settings":["storage"');
    await nc.close();
  });

  it('is refused by name where another stream has taken its subjects', async () => {
    const { nc } = await join(platform, 'orders');
    await register(nc, 'orders');
    const manager = await jetstreamManager(nc);
    await manager.streams.delete(STREAM);
    await manager.streams.add({ name: 'THIEF', subjects: [`$KV.${STATUS_BUCKET}.>`] });
    expect(await register(nc, 'orders')).toMatchObject({ code: 'STORAGE_FAILED' });
    await nc.close();
  });

  it('neither holds up a platform that starts nor fills its memory, however much is in it', async () => {
    const [orders, catalog] = [await join(platform, 'orders'), await join(platform, 'catalog')];
    await register(orders.nc, 'orders');
    await register(catalog.nc, 'catalog');
    const { streams } = await replace(orders.nc, { max_msgs_per_subject: -1 });
    for (let count = 0; count < 3_000; count += 1) {
      orders.nc.publish(`$KV.${STATUS_BUCKET}.orders.FAKE${count}`, entryOf('orders', `FAKE${count}`));
    }
    // Nobody acknowledges these messages, and a server that flushes each message takes some time.
    await eventually(async () => (await streams.info(STREAM)).state.messages === 3_000, 60_000);
    await beat(catalog.nc, 'catalog', catalog.id);
    await Promise.all([orders.nc.close(), catalog.nc.close()]);
    await platform.stop();

    platform = await startPlatform({ dataDir, logger });
    // The start does not wait for this, so only the beginning of the first extension is known at its end.
    expect(instances('orders').length).toBeLessThan(1_000);
    await eventually(() => instances('catalog').includes(catalog.id));
    await eventually(() => instances('orders').length === 1_000, 30_000);
  });
});

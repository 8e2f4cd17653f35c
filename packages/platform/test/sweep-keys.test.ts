import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { ApiKey } from '../src/keys/api-key.js';
import { createKeyIndex } from '../src/keys/key-index.js';
import { forgetEndedKeys, sweepKeys } from '../src/keys/sweep-keys.js';
import { openTable } from '../src/table/open-table.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const daysAgo = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
const client = (id: string, more: Partial<ApiKey> = {}): ApiKey => ({
  id,
  name: id,
  kind: 'client',
  hash: '',
  nkey: `U${id}`,
  created: daysAgo(100),
  ...more,
});

describe('the records of keys', () => {
  let server: NatsServer;
  let nc: NatsConnection;
  beforeAll(async () => {
    server = await startNatsServer();
    nc = await connect({ servers: server.url });
  });
  afterAll(async () => {
    await nc.close();
    await server.stop();
  });

  /** A table with these keys, each written twice, and the number of messages that are stored for it. */
  async function open(bucket: string, keys: readonly ApiKey[]) {
    const table = await openTable({ nc, replicas: 1, logger: silentLogger }, bucket, ApiKey);
    for (const notes of ['first', 'second']) await Promise.all(keys.map((key) => table.put(key.id, { ...key, notes })));
    const stored = async (): Promise<number> =>
      (await (await jetstreamManager(nc)).streams.info(`KV_${bucket}`)).state.messages;
    return { table, stored, parts: { table, index: createKeyIndex(table), now: () => NOW } };
  }

  it('of clients are forgotten a month after their end, in memory too', async () => {
    const kept = [
      client('A-live'),
      client('B-ends-later', { expires: daysAgo(-1) }),
      client('C-revoked', { revoked: daysAgo(29) }),
      client('D-ended', { expires: daysAgo(29) }),
      client('E-extension', { kind: 'extension', prefix: 'orders', revoked: daysAgo(31) }),
    ];
    const ended = Array.from({ length: 200 }, (_, index) =>
      client(`Z-${index}`, index % 2 === 0 ? { revoked: daysAgo(31) } : { expires: daysAgo(31) }),
    );
    const { table, stored, parts } = await open('ended', [...kept, ...ended]);
    expect(table.size).toBe(kept.length + ended.length);
    await forgetEndedKeys(parts);
    expect(table.values().map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
    expect(parts.index.ofUser('UZ-0')).toBeUndefined();
    await eventually(() => table.size === kept.length);
    // Both records of each that stays, and one note of each that is gone.
    expect(await stored()).toBe(2 * kept.length + ended.length);
    table.stop();
  }, 30_000);

  it('of sessions that are over leave no history', async () => {
    const over = Array.from({ length: 20 }, (_, index) => client(`S-${index}`, { session: true, expires: daysAgo(1) }));
    const { table, stored, parts } = await open('sessions', [client('A-live', { session: true }), ...over]);
    await sweepKeys(parts);
    await eventually(() => table.size === 1);
    expect(await stored()).toBe(2 + over.length);
    table.stop();
  }, 30_000);

  it('can be written again after they were removed', async () => {
    const { table } = await open('again', [client('A')]);
    await table.purge('A');
    await eventually(() => table.size === 0);
    await table.update('A', (current) => ({ ...(current ?? client('A')), notes: 'third' }));
    expect(table.get('A')?.notes).toBe('third');
    table.stop();
  });
});

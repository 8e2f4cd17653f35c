import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { openBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.js';
import { openTable } from '../src/table/open-table.js';

const Row = z.object({ n: z.int() });

describe('a table', () => {
  let server: NatsServer;
  let nc: NatsConnection;
  beforeAll(async () => {
    server = await startNatsServer();
    nc = await connect({ servers: server.url, reconnectTimeWait: 50, maxReconnectAttempts: -1 });
  });
  afterAll(async () => {
    await nc.close();
    await server.stop();
  });
  const open = (bucket: string) => openTable({ nc, replicas: 1, logger: silentLogger }, bucket, Row);

  it('is complete once it is open, whatever stands in it', async () => {
    const first = await open('rows');
    await first.put('a', { n: 1 });
    await first.put('b', { n: 2 });
    await first.delete('b');
    await (await openBucket(nc, 'rows')).put('foreign', 'not a row');
    const second = await open('rows');
    expect(second.entries()).toEqual([['a', { n: 1 }]]);
    await second.update('a', (row) => ({ n: (row?.n ?? 0) + 1 }));
    await eventually(() => first.get('a')?.n === 2);
    first.stop();
    second.stop();
  });

  it('takes what many change at once, beside another replica', async () => {
    const [first, second] = [await open('counted'), await open('counted')];
    const more = (row?: { readonly n: number }) => ({ n: (row?.n ?? 0) + 1 });
    const changes = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? first : second).update('a', more));
    await Promise.all(changes);
    expect(await first.read('a')).toEqual({ n: 100 });
    first.stop();
    second.stop();
  });

  it('goes on where its bucket was deleted and made again', async () => {
    const table = await open('remade');
    for (let n = 0; n < 10; n += 1) await table.put(`old${n}`, { n });
    const heard = new Map<string, unknown>();
    table.onChange((key, value) => void heard.set(key, value));
    const manager = await jetstreamManager(nc);
    const { config } = await manager.streams.info('KV_remade');
    await manager.streams.delete('KV_remade');
    await manager.streams.add(config);
    const bucket = await openBucket(nc, 'remade');
    await bucket.put('new', { n: 1 });
    await bucket.put('old1', { n: 11 });
    await eventually(() => table.entries().length === 2);
    expect(table.entries()).toEqual([
      ['new', { n: 1 }],
      ['old1', { n: 11 }],
    ]);
    expect(heard.get('old0')).toBeUndefined();
    expect(heard.has('old0')).toBe(true);
    // The revisions of its own writes continue from there.
    expect(await table.update('old1', (row) => ({ n: (row?.n ?? 0) + 1 }))).toEqual({ n: 12 });
    table.stop();
  });

  it('goes on after the server was killed', async () => {
    const table = await open('killed');
    await table.put('a', { n: 1 });
    const bucket = await openBucket(nc, 'killed');
    await server.kill();
    await server.restart();
    await eventually(async () => {
      await bucket.put('a', { n: 2 }).catch(() => undefined); // the server is not back yet, so the write is repeated
      return table.get('a')?.n === 2;
    });
    table.stop();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { bucketStream, platformBuckets, silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { deleteBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.js';
import { openPlatformBucket, openTable } from '../src/table/open-table.js';
import type { Table } from '../src/table/table.js';

const Row = z.object({ n: z.int() });
/** Enough time for two replicas to follow a server that comes back, on a busy machine. */
const PATIENCE_MS = 45_000;

const tables = [
  platformBuckets.apiKeys,
  platformBuckets.accounts,
  platformBuckets.registry,
  platformBuckets.versions,
  platformBuckets.roles,
];

interface World {
  readonly server: NatsServer;
  readonly nc: NatsConnection;
  readonly storeDir: string;
}

const source = (nc: NatsConnection) => ({ nc, replicas: 1, logger: silentLogger });
const open = (nc: NatsConnection): Promise<readonly Table<z.infer<typeof Row>>[]> =>
  Promise.all(tables.map((bucket) => openTable(source(nc), bucket, Row)));
const remake = (nc: NatsConnection): Promise<unknown> =>
  Promise.all(tables.map((bucket) => eventually(() => openPlatformBucket(source(nc), bucket, 5), PATIENCE_MS)));

async function deleteConsumers(nc: NatsConnection): Promise<void> {
  const { consumers } = await jetstreamManager(nc);
  for (const stream of tables.map(bucketStream)) {
    for await (const { name } of consumers.list(stream)) await consumers.delete(stream, name);
  }
}

/** The faults of the watches of two replicas, and whether the contents of the buckets are gone afterwards. */
const faults: readonly (readonly [string, boolean, (world: World) => Promise<unknown>])[] = [
  [
    'the server was killed and is back',
    false,
    async ({ server }) => {
      await server.kill();
      await server.restart();
    },
  ],
  [
    'the server lost its store',
    true,
    async ({ server, nc, storeDir }) => {
      await server.kill();
      await rm(storeDir, { recursive: true, force: true });
      await server.restart();
      await remake(nc);
    },
  ],
  [
    'the buckets were deleted and made again',
    true,
    async ({ nc }) => {
      for (const bucket of tables) await deleteBucket(nc, bucket);
      await remake(nc);
    },
  ],
  ['the consumers were deleted', false, ({ nc }) => deleteConsumers(nc)],
  ['the connection was replaced', false, ({ nc }) => nc.reconnect()],
];

describe.each(faults)('after %s', (_fault, losesRows, strike) => {
  it(
    'the tables of two replicas follow each other, hold what their buckets hold, and leave no consumer behind',
    async () => {
      const storeDir = await mkdtemp(join(tmpdir(), 'table-faults-'));
      await using server = await startNatsServer({ jetstream: { storeDir } });
      const dial = () => connect({ servers: server.url, reconnectTimeWait: 50, maxReconnectAttempts: -1 });
      const [nc, other] = await Promise.all([dial(), dial()]);
      try {
        const [here, there] = [await open(nc), await open(other)];
        await Promise.all(here.map((table) => table.put('before', { n: 1 })));
        await eventually(() => there.every((table) => table.get('before')?.n === 1));
        await strike({ server, nc, storeDir });
        const write = (table: Table<z.infer<typeof Row>>, key: string) =>
          eventually(async () => {
            await table.put(key, { n: 2 });
            return true;
          }, PATIENCE_MS);
        await Promise.all([
          ...here.map((table) => write(table, 'here')),
          ...there.map((table) => write(table, 'there')),
        ]);
        const expected = ['here', 'there', ...(losesRows ? [] : ['before'])].toSorted();
        const keys = () => [...here, ...there].map((table) => table.entries().map(([key]) => key));
        await eventually(() => keys().every((found) => found.join() === expected.join()), PATIENCE_MS);
        for (const table of [...here, ...there]) table.stop();
        const { streams } = await jetstreamManager(nc);
        for (const stream of tables.map(bucketStream)) {
          await eventually(async () => (await streams.info(stream)).state.consumer_count === 0, PATIENCE_MS);
        }
      } finally {
        await Promise.all([nc.close(), other.close()]);
        await rm(storeDir, { recursive: true, force: true });
      }
    },
    4 * PATIENCE_MS,
  );
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager, type StreamUpdateConfig } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsCluster, startNatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let nc: NatsConnection;
let count = 0;

beforeAll(async () => {
  running = await startTestServer({ monitoring: {} });
  nc = running.nc;
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'storage-flush-'));
  folders.push(folder);
  return folder;
}

const newName = (): string => `fast_${++count}`;

async function newBucket(options: { readonly maxValueBytes?: number } = {}): Promise<KeyValueBucket> {
  const name = newName();
  await ensureBucket(nc, { name, history: 64 }, options);
  return openBucket(nc, name);
}

const numbers = (length: number): (readonly [string, number])[] =>
  Array.from({ length }, (_, i) => [`k${i}`, i] as const);

const managerOf = (connection: NatsConnection) => jetstreamManager(connection, { checkAPI: false });

async function setBatched(name: string, allowBatched: boolean): Promise<void> {
  const jsm = await managerOf(nc);
  const { config } = await jsm.streams.info(`KV_${name}`);
  const update: Partial<StreamUpdateConfig> = { ...config, allow_batched: allowBatched, allow_atomic: allowBatched };
  await jsm.streams.update(`KV_${name}`, update);
}

/** The content of the bucket: all revisions, by stream sequence. */
async function stored(bucket: KeyValueBucket): Promise<Map<string, unknown>> {
  const latest = new Map<string, unknown>();
  for await (const { key, ...change } of bucket.history('>')) {
    latest.set(key, change.operation === 'put' ? change.value : undefined);
  }
  return latest;
}

/** nats-server 2.14 and newer. */
const knowsBatches = (): boolean => Number(nc.info?.version.split('.')[1]) >= 14;

describe('a large batch', () => {
  it('takes few acknowledgements where the server knows how', async () => {
    const bucket = await newBucket();
    const before = nc.stats().inMsgs;
    const result = await bucket.putAll(numbers(20_000));
    const acknowledgements = nc.stats().inMsgs - before;
    expect(result).toEqual({ total: 20_000, succeeded: 20_000, failed: 0, errors: new Map() });
    expect(acknowledgements < 1000).toBe(knowsBatches());
    expect([...(await stored(bucket))]).toEqual(numbers(20_000));
  });

  it('is written in order for each key', async () => {
    const bucket = await newBucket();
    await bucket.putAll(Array.from({ length: 20_000 }, (_, i) => [`k${i % 7}`, i] as const));
    const revisions: unknown[] = [];
    for await (const change of bucket.history('k3')) revisions.push(change.operation === 'put' && change.value);
    expect(revisions).toHaveLength(64);
    expect(revisions).toEqual(Array.from({ length: 64 }, (_, i) => 3 + 7 * (Math.floor(19_996 / 7) - 63 + i)));
  });

  it('names each entry that the server refuses, and writes all others', async () => {
    const bucket = await newBucket({ maxValueBytes: 100 });
    const tooLong = new Set(['k700', 'k701', 'k6000', 'k11999']);
    const entries = Array.from(
      { length: 12_000 },
      (_, i) => [`k${i}`, tooLong.has(`k${i}`) ? 'x'.repeat(200) : i] as const,
    );
    const { succeeded, failed, errors } = await bucket.putAll(entries);
    expect([succeeded, failed]).toEqual([12_000 - 4, 4]);
    expect(new Set(errors.keys())).toEqual(tooLong);
    expect([...errors.values()].map(({ message }) => message)).toEqual(
      Array.from({ length: 4 }, () => expect.stringContaining('202 bytes exceeds the limit of 100')),
    );
    const all = await stored(bucket);
    expect(all.size).toBe(12_000 - 4);
    expect(entries.filter(([key, value]) => !tooLong.has(key) && all.get(key) !== value)).toEqual([]);
  });

  it('fills the window with bytes as well as with entries', async () => {
    const bucket = await newBucket();
    const value = 'x'.repeat(20_000);
    const { succeeded } = await bucket.putAll(Array.from({ length: 2000 }, (_, i) => [`k${i}`, value] as const));
    expect(succeeded).toBe(2000);
  });

  it('deletes as it writes', async () => {
    const bucket = await newBucket();
    await bucket.putAll(numbers(5000));
    expect((await bucket.deleteAll(numbers(5000).map(([key]) => key))).succeeded).toBe(5000);
    expect(new Set((await stored(bucket)).values())).toEqual(new Set([undefined]));
  });

  it('goes the ordinary way on a bucket that does not take batches, whatever it took when it was opened', async () => {
    const name = newName();
    await ensureBucket(nc, { name });
    const bucket = await openBucket(nc, name);
    if (knowsBatches()) await setBatched(name, false);
    expect((await bucket.putAll(numbers(5000))).succeeded).toBe(5000);
    expect(await stored(bucket)).toEqual(new Map(numbers(5000)));
  });

  it('is flushed once for many entries where the server flushes always', async () => {
    await using server = await startNatsServer({ jetstream: { flush: 'always', storeDir: await newFolder() } });
    const connection = await connect({ servers: server.url });
    await ensureBucket(connection, { name: 'flushed' });
    const bucket = await openBucket(connection, 'flushed');
    const before = connection.stats().inMsgs;
    for (let round = 0; round < 3; round++) {
      expect((await bucket.putAll(numbers(10_000))).succeeded).toBe(10_000);
      expect([...(await stored(bucket))]).toEqual(numbers(10_000));
    }
    const acknowledgements = connection.stats().inMsgs - before - 30_000;
    expect(acknowledgements < 1000).toBe(knowsBatches());
    await connection.close();
  });

  it('loses nothing when the bucket stops taking batches under way', async () => {
    const bucket = await newBucket();
    let changed: Promise<void> | undefined;
    const { succeeded } = await bucket.putAll(numbers(40_000), {
      onProgress: () => {
        if (knowsBatches()) changed ??= setBatched(bucket.name, false);
      },
    });
    await changed;
    expect(succeeded).toBe(40_000);
    expect((await stored(bucket)).size).toBe(40_000);
  });

  it('shares the server with others', async () => {
    const bucket = await newBucket();
    const batches = Array.from({ length: 12 }, (_, n) => numbers(3000).map(([key, i]) => [`${n}.${key}`, i] as const));
    const results = await Promise.all(batches.map((entries) => bucket.putAll(entries)));
    expect(results.map(({ succeeded }) => succeeded)).toEqual(batches.map(() => 3000));
    const all = await stored(bucket);
    expect(batches.flat().filter(([key, value]) => all.get(key) !== value)).toEqual([]);
  });

  it('leaves no batch open on the server, and no subscription here', async () => {
    const bucket = await newBucket();
    const before = await subscriptions();
    await bucket.putAll(numbers(5000));
    const controller = new AbortController();
    const aborted = bucket.putAll(numbers(100_000), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await nc.flush();
    expect(await subscriptions()).toBe(before);
  });
});

/** The number of our subscriptions, from the server. */
async function subscriptions(): Promise<number> {
  const response = await fetch(`${running.server.monitoringUrl}/connz`);
  const { connections } = (await response.json()) as { connections: { cid: number; subscriptions: number }[] };
  return connections.find(({ cid }) => cid === nc.info?.client_id)?.subscriptions ?? Number.NaN;
}

describe('a batch behind permissions', () => {
  it('names the entries that may not be written, and writes all others', async () => {
    await using server = await startNatsServer({
      config: `accounts { A { jetstream: enabled, users: [
        { user: all, password: p }
        { user: some, password: p, permissions: { publish: { allow: [">"], deny: ["$KV.shared.foreign.>"] } } }
      ] } }`,
    });
    const all = await connect({ servers: server.url, user: 'all', pass: 'p' });
    const some = await connect({ servers: server.url, user: 'some', pass: 'p' });
    await ensureBucket(all, { name: 'shared' });
    const bucket = await openBucket(some, 'shared');
    const entries = Array.from({ length: 3000 }, (_, i) => [i % 1000 === 900 ? `foreign.k${i}` : `k${i}`, i] as const);
    const { succeeded, errors } = await bucket.putAll(entries);
    expect(succeeded).toBe(2997);
    expect([...errors].map(([key, error]) => [key, Reflect.get(error, 'code')])).toEqual(
      ['foreign.k900', 'foreign.k1900', 'foreign.k2900'].map((key) => [key, 'PERMISSION_DENIED']),
    );
    await Promise.all([all.close(), some.close()]);
  });
});

describe('in a cluster', () => {
  it.each([true, false])('loses nothing when the leader changes under way, with fastIngest %s', async (fastIngest) => {
    await using cluster = await startNatsCluster();
    const connection = await connect({ servers: [...cluster.clientUrls] });
    await ensureBucket(connection, { name: 'replicated' }, { replicas: 3, fastIngest });
    const bucket = await openBucket(connection, 'replicated', { timeoutMs: 10_000 });
    let steppedDown: Promise<unknown> | undefined;
    const result = await bucket.putAll(numbers(60_000), {
      onProgress: ({ succeeded }) => {
        if (succeeded > 10_000) steppedDown ??= connection.request('$JS.API.STREAM.LEADER.STEPDOWN.KV_replicated');
      },
    });
    await steppedDown;
    expect(steppedDown).toBeDefined();
    expect({ ...result, errors: result.errors.size }).toEqual({
      total: 60_000,
      succeeded: 60_000,
      failed: 0,
      errors: 0,
    });
    const all = await stored(bucket);
    expect(numbers(60_000).filter(([key, value]) => all.get(key) !== value)).toEqual([]);
    await connection.close();
  });
});

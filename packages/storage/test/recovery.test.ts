import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  ensureBucket,
  ensureObjectStore,
  type KeyValueBucket,
  type KeyValueChange,
  openBucket,
  openObjectStore,
} from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { collect, startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let nc: NatsConnection;
let count = 0;

beforeAll(async () => {
  running = await startTestServer();
  nc = running.nc;
});
afterAll(() => running[Symbol.asyncDispose]());

async function newBucket(history = 1): Promise<KeyValueBucket> {
  const name = `recovering_${++count}`;
  await ensureBucket(nc, { name, history });
  return openBucket(nc, name);
}

/** For a test that fails when something is not repeated, however long a busy machine takes. */
const PATIENT = { timeoutMs: 60_000 };

/** Kills the server as in a crash. Resolves when the server and the connection are back. */
async function crash(): Promise<void> {
  const status = nc.status()[Symbol.asyncIterator]();
  await running.server.kill();
  await running.server.restart();
  let event = await status.next();
  while (!event.done && event.value.type !== 'reconnect') event = await status.next();
  await status.return?.();
}

describe('while the server is killed', () => {
  it('a bucket is made, or its maker is told that nobody answered', async () => {
    const isBack = crash().then(() => true);
    const asked: Promise<unknown>[] = [];
    do asked.push(ensureBucket(nc, { name: `recovering_${++count}` }));
    while (!(await Promise.race([isBack, delay(20, false)])));
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(asked.length).toBeGreaterThan(1);
    expect(refused.filter((code) => code !== 'TIMEOUT')).toEqual([]);
  }, 30_000);

  it('buckets and object stores are opened', async () => {
    const { name } = await newBucket();
    await ensureObjectStore(nc, { name });
    const isBack = crash().then(() => true);
    const opening: Promise<{ readonly name: string }>[] = [];
    do opening.push(openBucket(nc, name, PATIENT), openObjectStore(nc, name, PATIENT));
    while (!(await Promise.race([isBack, delay(20, false)])));
    const opened = await Promise.all(opening);
    expect(opened.length).toBeGreaterThan(2);
    expect(new Set(opened.map((bucket) => bucket.name))).toEqual(new Set([name]));
  });
});

describe('after the server was killed', () => {
  it('a watch goes on, with every key and nothing twice', async () => {
    const bucket = await newBucket();
    await bucket.putAll({ a: 1, b: 1 });
    const changes: KeyValueChange[] = [];
    const controller = new AbortController();
    const watching = (async () => {
      for await (const change of bucket.watch('>', { signal: controller.signal })) changes.push(change);
    })();
    await eventually(() => changes.length === 2);
    await crash();
    await bucket.put('c', 1);
    await eventually(() => changes.some(({ key }) => key === 'c'));
    await bucket.delete('a');
    await eventually(() => changes.some(({ operation }) => operation === 'delete'));
    controller.abort();
    await watching;
    const revisions = changes.map(({ revision }) => revision);
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(revisions).toEqual(revisions.toSorted((x, y) => x - y));
    expect(changes.filter(({ key }) => key === 'a' || key === 'b')).toHaveLength(3);
  });

  it('a watch that wants no present gets none, however often its consumer is made', async () => {
    const bucket = await newBucket();
    await bucket.putAll({ a: 1, b: 1 });
    const changes: KeyValueChange[] = [];
    const controller = new AbortController();
    let isLive = false;
    const watching = (async () => {
      const options = {
        initial: 'none',
        signal: controller.signal,
        onInitialDone: () => void (isLive = true),
      } as const;
      for await (const change of bucket.watch('>', options)) changes.push(change);
    })();
    await eventually(() => isLive);
    await crash();
    await bucket.put('c', 1);
    await eventually(() => changes.length > 0);
    controller.abort();
    await watching;
    expect(new Set(changes.map(({ key }) => key))).toEqual(new Set(['c']));
  });

  it('a batch under way is written whole, in order for each key', async () => {
    const bucket = await newBucket(64);
    const total = 30_000;
    // Each of 3000 keys is in the batch ten times, with growing values.
    const entries = Array.from({ length: total }, (_, i) => [`k${i % 3000}`, i] as const);
    let crashed: Promise<void> | undefined;
    const result = await bucket.putAll(entries, {
      onProgress: ({ succeeded }) => {
        if (succeeded > 5000) crashed ??= crash();
      },
    });
    await crashed;
    expect(crashed).toBeDefined();
    expect(result).toEqual({ total, succeeded: total, failed: 0, errors: new Map() });
    const latest = await bucket.getAll(Array.from({ length: 3000 }, (_, i) => `k${i}`));
    expect([...latest.values()].map(({ value }) => value)).toEqual(
      Array.from({ length: 3000 }, (_, i) => total - 3000 + i),
    );
    const values = (await collect(bucket.history('k7'))).map(({ value }) => Number(value));
    expect(new Set(values).size).toBe(10);
    const lastTen = values.filter((value, i) => values.lastIndexOf(value) === i);
    expect(lastTen).toEqual(lastTen.toSorted((x, y) => x - y));
  });

  it('a listing under way ends with every key, each once', async () => {
    const bucket = await newBucket();
    const keys = Array.from({ length: 5000 }, (_, i) => `k${i}`);
    // This is more than the server sends before it is read.
    await bucket.putAll(keys.map((key) => [key, 'x'.repeat(1000)] as const));
    const listed: string[] = [];
    for await (const { key } of bucket.history('>')) {
      listed.push(key);
      if (listed.length === 10) await crash();
    }
    expect(listed).toEqual(keys);
  });
});

describe('what is left behind', () => {
  // The public types omit this: the subscriptions of the connection.
  const held = (): { subscriptions: number; listeners: number } => {
    const { protocol } = nc as unknown as { protocol: { subscriptions: { size(): number }; listeners: unknown[] } };
    return { subscriptions: protocol.subscriptions.size(), listeners: protocol.listeners.length };
  };

  it('is nothing, after watches, listings and batches that ended in every way', async () => {
    const bucket = await newBucket(3);
    await bucket.putAll({ a: 1, b: 2, c: 3 });
    const before = held();
    for (let i = 0; i < 20; i++) {
      for await (const _ of bucket.watch()) break;
      for await (const _ of bucket.keys()) break;
      for await (const _ of bucket.history('>')) break;
      await collect(bucket.keys('none'));
      await collect(bucket.keys());
      const controller = new AbortController();
      await collect(bucket.watch('>', { signal: controller.signal, onInitialDone: () => controller.abort() }));
      await bucket.putAll({ a: 1 }, { signal: AbortSignal.timeout(10_000) });
      await bucket.putAll({ a: 1 }, { signal: AbortSignal.abort() }).catch(() => undefined);
      await bucket.getAll(['a', 'none']);
      await bucket.get('a', { signal: controller.signal }).catch(() => undefined);
    }
    await nc.flush();
    expect(held()).toEqual(before);
    const consumers = async (): Promise<number> => {
      const reply = await nc.request(`$JS.API.STREAM.INFO.KV_${bucket.name}`, '', { timeout: 10_000 });
      return reply.json<{ state: { consumer_count: number } }>().state.consumer_count;
    };
    while ((await consumers()) > 0) await delay(10);
  });
});

import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { deleteBucket, ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { collect, dial, startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let nc: NatsConnection;
let count = 0;

beforeAll(async () => {
  running = await startTestServer({ limits: { maxPayloadBytes: 100_000 } });
  nc = running.nc;
});
afterAll(() => running[Symbol.asyncDispose]());

async function newBucket(): Promise<KeyValueBucket> {
  const name = `failing_${++count}`;
  await ensureBucket(nc, { name });
  return openBucket(nc, name);
}

const allCalls = (bucket: KeyValueBucket): readonly Promise<unknown>[] => [
  bucket.get('k'),
  bucket.put('k', 1),
  bucket.create('k', 1),
  bucket.update('k', 1, 1),
  bucket.delete('k'),
  bucket.purge('k'),
  bucket.getAll(['k']),
  collect(bucket.keys()),
  collect(bucket.history('k')),
  collect(bucket.watch()),
];

describe('a bucket that fails', () => {
  it.each(['delete', 'purge'] as const)('takes a %s though the store is full, and has room again', async (removal) => {
    await using full = await startTestServer({ jetstream: { maxFileBytes: 200_000 } });
    await ensureBucket(full.nc, { name: 'full' });
    const bucket = await openBucket(full.nc, 'full');
    const value = 'x'.repeat(5_000);
    const fill = async (): Promise<void> => {
      for (let index = 0; ; index += 1) await bucket.put(`key.${index}`, value);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    if (full.server.version.startsWith('2.9.')) {
      await expect(bucket[removal]('key.0')).rejects.toMatchObject({ code: 'STORAGE_FULL' });
      expect(await bucket.get('key.0')).toMatchObject({ value });
      return;
    }
    await bucket[removal]('key.0');
    await bucket[removal]('key.1');
    expect(await bucket.get('key.0')).toBeUndefined();
    expect(await collect(bucket.history('key.0'))).toMatchObject([{ operation: removal }]);
    await bucket.put('new', value);
  });

  it('is not opened where there is none', async () => {
    await expect(openBucket(nc, 'no_such_bucket')).rejects.toMatchObject({
      code: 'BUCKET_NOT_FOUND',
      name: 'BucketNotFoundError',
    });
    await expect(openBucket(nc, 'no such bucket')).rejects.toMatchObject({ code: 'INVALID_BUCKET' });
    await expect(openBucket(nc, 'b', { raw: true, schema: {} as never })).rejects.toMatchObject({
      code: 'INVALID_BUCKET',
    });
  });

  it('says BUCKET_NOT_FOUND in every call once it is deleted', async () => {
    const { name } = await newBucket();
    const bucket = await openBucket(nc, name, { timeoutMs: 1000 });
    await deleteBucket(nc, name);
    const outcomes = await Promise.allSettled(allCalls(bucket));
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
      outcomes.map(() => 'BUCKET_NOT_FOUND'),
    );
    const { failed, errors } = await bucket.putAll({ a: 1, b: 2 });
    expect([failed, [...errors.values()].map((error) => Reflect.get(error, 'code'))]).toEqual([
      2,
      ['BUCKET_NOT_FOUND', 'BUCKET_NOT_FOUND'],
    ]);
  });

  it('refuses a value above the server’s limit before it is sent', async () => {
    const bucket = await newBucket();
    const big = 'x'.repeat(100_000);
    await expect(bucket.put('k', big)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    const { succeeded, errors } = await bucket.putAll({ big, small: 1 });
    expect([succeeded, errors.get('big')]).toEqual([1, expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' })]);
  });

  it('fills the window with bytes as well as with entries', async () => {
    const bucket = await newBucket();
    const value = 'x'.repeat(90_000);
    const result = await bucket.putAll(Array.from({ length: 300 }, (_, i) => [`k${i}`, value] as const));
    expect(result.succeeded).toBe(300);
  });

  it('says CONNECTION_CLOSED after the connection was closed', async () => {
    const { name } = await newBucket();
    const other = await dial(running.server);
    const bucket = await openBucket(other, name);
    await other.close();
    const outcomes = await Promise.allSettled(allCalls(bucket));
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
      outcomes.map(() => 'CONNECTION_CLOSED'),
    );
    await expect(bucket.putAll({ k: 1 })).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  });

  it('says that the disk may be full where reads are answered and writes are not', async () => {
    const { name } = await newBucket();
    const bucket = await openBucket(nc, name, { timeoutMs: 3000 });
    // The writes get no answer, like from a server whose disk is full.
    const manager = await jetstreamManager(nc);
    await manager.streams.update(`KV_${name}`, { subjects: [`elsewhere.${name}.>`] });
    const silent = nc.subscribe(`$KV.${name}.>`);
    const reason = expect.stringContaining('the disk of its server may be full');
    const expected = { code: 'TIMEOUT', params: { subject: `$KV.${name}.k`, reason } };
    await expect(bucket.put('k', 1)).rejects.toMatchObject(expected);
    const { errors } = await bucket.putAll({ k: 1 });
    expect(errors.get('k')).toMatchObject(expected);
    silent.unsubscribe();
  });

  it('ends what is under way when the connection closes', async () => {
    const { name } = await newBucket();
    const other = await dial(running.server);
    const bucket = await openBucket(other, name);
    const watching = collect(bucket.watch('>', { onInitialDone: () => void other.close() }));
    await expect(watching).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  });

  it('counts what was not written when the connection closes in a batch', async () => {
    const { name } = await newBucket();
    const other = await dial(running.server);
    const bucket = await openBucket(other, name);
    const entries = Array.from({ length: 5000 }, (_, i) => [`k${i}`, i] as const);
    let isClosing = false;
    const result = await bucket.putAll(entries, {
      onProgress: () => {
        if (!isClosing) void other.close();
        isClosing = true;
      },
    });
    expect(result.succeeded + result.failed).toBe(5000);
    expect(result.failed).toBeGreaterThan(0);
    expect(new Set([...result.errors.values()].map((error) => Reflect.get(error, 'code')))).toEqual(
      new Set(['CONNECTION_CLOSED']),
    );
    const stored = await collect((await openBucket(nc, name)).keys());
    expect(stored.length).toBeGreaterThanOrEqual(result.succeeded);
  });
});

describe('a bucket behind permissions', () => {
  const permitted = [
    '$KV.own.>',
    '$JS.API.DIRECT.GET.KV_own.$KV.own.>',
    '$JS.API.DIRECT.GET.KV_own',
    '$JS.API.CONSUMER.CREATE.KV_own.*.$KV.own.>',
  ];
  const config = `
    accounts {
      A { jetstream: enabled, users: [
        { user: all, password: p }
        { user: some, password: p, permissions: {
          publish: [${[...permitted, '$JS.API.CONSUMER.DELETE.KV_own.*', '$JS.API.STREAM.INFO.KV_own', '$JS.FC.KV_own.>'].map((subject) => `"${subject}"`).join(', ')}]
          subscribe: ["_INBOX.some.>"]
        } }
      ] }
    }`;

  it('does everything with the narrow list of its own bucket, and names what is refused', async () => {
    await using server = await startNatsServer({ config });
    const all = await connect({ servers: server.url, user: 'all', pass: 'p' });
    const some = await connect({ servers: server.url, user: 'some', pass: 'p', inboxPrefix: '_INBOX.some' });
    const refusals: string[] = [];
    void (async () => {
      for await (const status of some.status()) if (status.type === 'error') refusals.push(status.error.message);
    })();
    await ensureBucket(all, { name: 'own', history: 3 });
    await ensureBucket(all, { name: 'foreign' });
    const own = await openBucket<never, never>(some, 'own');
    const bucket = own as KeyValueBucket;
    const revision = await bucket.create('item:1', 1);
    await bucket.update('item:1', 2, revision);
    expect((await bucket.get('item:1', { revision }))?.value).toBe(1);
    expect(await collect(bucket.keys())).toEqual(['item:1']);
    expect(await collect(bucket.history('item:1'))).toHaveLength(2);
    expect((await bucket.putAll(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i] as const))).succeeded).toBe(5000);
    expect((await bucket.getAll(['item:1', 'k4999'])).size).toBe(2);
    let seen = 0;
    for await (const _ of bucket.watch()) if (++seen === 5001) break;
    expect((await bucket.deleteAll(['k1'])).succeeded).toBe(1);
    await bucket.purge('item:1');
    await expect(bucket.create('item:1', 3)).resolves.toBeGreaterThan(0);
    expect(refusals).toEqual([]);

    const foreign = await openBucket(some, 'foreign', { mustExist: false, timeoutMs: 1000 });
    await expect(foreign.put('k', 1)).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      params: { subject: '$KV.foreign.k' },
    });
    await expect(foreign.get('k')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(collect(foreign.keys())).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    const { errors } = await foreign.putAll({ a: 1 });
    expect(errors.get('a')).toMatchObject({ code: 'PERMISSION_DENIED' });
    await Promise.all([all.close(), some.close()]);
  });
});

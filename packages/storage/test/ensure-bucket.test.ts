import { jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { deleteBucket, ensureBucket, openBucket } from '@symphony-ts/storage';
import { startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let nc: NatsConnection;
let count = 0;
const newName = (): string => `ensured_${++count}`;

beforeAll(async () => {
  running = await startTestServer();
  nc = running.nc;
});
afterAll(() => running[Symbol.asyncDispose]());

/** An option that the compiler would refuse, as JavaScript or a spread can give it. */
const misspelt = (name: string): object => ({ [name]: 1 });

const infoOf = async (name: string, connection = nc): Promise<StreamInfo> =>
  (await jetstreamManager(connection, { checkAPI: false })).streams.info(`KV_${name}`);

describe('ensureBucket', () => {
  it('creates, leaves alone, and updates without losing data', async () => {
    const name = newName();
    expect(await ensureBucket(nc, { name, ttl: 300, history: 2 })).toBe('created');
    const bucket = await openBucket(nc, name);
    await bucket.put('k', 1);
    await bucket.put('k', 2);
    expect(await ensureBucket(nc, { name, ttl: 300, history: 2 })).toBe('unchanged');
    const grown = { name, ttl: 0, history: 5, maxBytes: 0, description: 'Items' };
    expect(await ensureBucket(nc, grown)).toBe('updated');
    expect(await ensureBucket(nc, grown)).toBe('unchanged');
    const { config, state } = await infoOf(name);
    expect(config).toMatchObject({
      max_age: 0,
      max_msgs_per_subject: 5,
      description: 'Items',
      discard: 'old',
      allow_direct: true,
    });
    expect(state.messages).toBe(2);
  });

  it('refuses to discard data, naming each change, unless that is allowed', async () => {
    const name = newName();
    await ensureBucket(nc, { name, ttl: 300, history: 3, maxBytes: 100_000 });
    const bucket = await openBucket(nc, name);
    for (const value of [1, 2, 3]) await bucket.put('k', value);
    const smaller = { name, ttl: 100, history: 1, maxBytes: 50_000 };
    await expect(ensureBucket(nc, smaller)).rejects.toMatchObject({
      code: 'BUCKET_WOULD_SHRINK',
      params: { bucket: name, changes: ['ttl 300 s to 100 s', 'history 3 to 1', 'size 100000 to 50000'] },
    });
    expect((await infoOf(name)).state.messages).toBe(3);
    expect(await ensureBucket(nc, { ...smaller, allowShrink: true })).toBe('updated');
    expect((await infoOf(name)).state.messages).toBe(1);
    expect(await ensureBucket(nc, { name, ttl: 50 }, { allowShrink: true })).toBe('updated');
  });

  it('agrees with itself when several ask at once', async () => {
    const name = newName();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => ensureBucket(nc, { name, ttl: 60 })));
    expect(outcomes).toContain('created');
    expect((await infoOf(name)).config.max_age).toBe(60e9);
  });

  it('ends with one of the declarations when they differ and come at once', async () => {
    const name = newName();
    const histories = [1, 2, 3, 4, 5];
    const outcomes = await Promise.allSettled(histories.map((history) => ensureBucket(nc, { name, history })));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(refused.length > 0 ? ['BUCKET_WOULD_SHRINK'] : []));
    expect(histories).toContain((await infoOf(name)).config.max_msgs_per_subject);
  });

  it('gives a bucket the traits that only the platform asks for', async () => {
    const name = newName();
    const traits = {
      storage: 'memory',
      republish: { source: `$KV.${name}.>`, destination: `republished.${name}.>` },
      maxValueBytes: 100,
      maxConsumers: 50,
      allowPurge: false,
    } as const;
    expect(await ensureBucket(nc, { name, ttl: 60 }, traits)).toBe('created');
    expect(await ensureBucket(nc, { name, ttl: 60 }, traits)).toBe('unchanged');
    const heard = nc.subscribe(`republished.${name}.>`, { max: 1 });
    const bucket = await openBucket(nc, name);
    await bucket.put('orders.i1', { status: 'ok' });
    for await (const message of heard) expect(message.json()).toEqual({ status: 'ok' });
    await expect(bucket.purge('orders.i1')).rejects.toMatchObject({ code: 'STORAGE_REFUSED' });
    await expect(bucket.put('big', 'x'.repeat(200))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      params: { bytes: 202, maxBytes: 100 },
    });
    const { failed, errors } = await bucket.putAll({ big: 'x'.repeat(200), small: 1 });
    expect([failed, [...errors.keys()]]).toEqual([1, ['big']]);
    expect(errors.get('big')).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', params: { bytes: 202, maxBytes: 100 } });
  });

  it('lets new buckets take batches where the server knows them, and leaves old ones as they are', async () => {
    const knowsBatches = Number(nc.info?.version.split('.')[1]) >= 14;
    const isBatched = async (name: string): Promise<boolean> => (await infoOf(name)).config.allow_batched ?? false;
    const [made, old] = [newName(), newName()];
    await ensureBucket(nc, { name: made });
    await ensureBucket(nc, { name: old }, { fastIngest: false });
    expect([await isBatched(made), await isBatched(old)]).toEqual([knowsBatches, false]);
    expect(await ensureBucket(nc, { name: old })).toBe('unchanged');
    expect(await isBatched(old)).toBe(false);
    const outcome = knowsBatches ? 'updated' : 'unchanged';
    expect(await ensureBucket(nc, { name: old }, { fastIngest: true })).toBe(outcome);
    expect(await isBatched(old)).toBe(knowsBatches);
    expect(await ensureBucket(nc, { name: made }, { fastIngest: false })).toBe(outcome);
    expect(await isBatched(made)).toBe(false);
  });

  it('keeps a bucket off the disk where asked for, and knows that one copy alone can do that', async () => {
    const minor = Number(nc.info?.version.split('.')[1]);
    const name = newName();
    expect(await ensureBucket(nc, { name, persist: 'async' })).toBe('created');
    const { config } = await infoOf(name);
    expect(config.persist_mode === 'async').toBe(minor >= 12);
    expect([config.allow_batched ?? false, config.allow_atomic ?? false]).toEqual([minor >= 14, false]);
    const bucket = await openBucket(nc, name);
    const { succeeded } = await bucket.putAll(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, i] as const));
    expect(succeeded).toBe(2_000);
    // This setting is fixed when the bucket is created.
    expect(await ensureBucket(nc, { name })).toBe('unchanged');
    expect(await ensureBucket(nc, { name, persist: 'async' }, { fastIngest: true })).toBe('unchanged');
    expect(await ensureBucket(nc, { name: newName(), persist: 'async' }, { storage: 'memory' })).toBe('created');
  });

  it('refuses fields that do not exist, and makes nothing', async () => {
    const name = newName();
    const code = 'INVALID_CONFIGURATION';
    const declaration = { name, ...misspelt('ttlSeconds') };
    await expect(ensureBucket(nc, declaration)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/'ttlSeconds'.*did you mean/),
    });
    await expect(ensureBucket(nc, { name }, misspelt('replica'))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/ensureBucket: there is no option 'replica': did you mean 'replicas'\?/),
    });
    const republish = { destination: 'copies.>', ...misspelt('headerOnly') };
    await expect(ensureBucket(nc, { name }, { republish })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/'headerOnly'/),
    });
    await expect(deleteBucket(nc, name, misspelt('timeout'))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/'timeoutMs'/),
    });
    await expect(openBucket(nc, name, misspelt('schemas'))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/'schema'/),
    });
    expect(await deleteBucket(nc, name)).toBe(false);
  });

  it('says in words what the server cannot do', async () => {
    const wanted = ensureBucket(nc, { name: newName() }, { replicas: 3 });
    await expect(wanted).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining('replicas'),
    });
  });

  it('works through another account’s JetStream API, imported under a prefix', async () => {
    const config = `
      accounts {
        ORDERS { jetstream: enabled, users: [{ user: orders, password: p }], exports: [{ service: "$JS.API.>" }] }
        PLATFORM {
          jetstream: enabled, users: [{ user: platform, password: p }]
          imports: [{ service: { account: ORDERS, subject: "$JS.API.>" }, to: "account.orders.JS.API.>" }]
        }
      }`;
    await using server = await startNatsServer({ config });
    const platform = await connect({ servers: server.url, user: 'platform', pass: 'p' });
    const orders = await connect({ servers: server.url, user: 'orders', pass: 'p' });
    const access = { apiPrefix: 'account.orders.JS.API' };
    expect(await ensureBucket(platform, { name: 'items', ttl: 60 }, access)).toBe('created');
    expect(await ensureBucket(platform, { name: 'items', ttl: 90 }, access)).toBe('updated');
    const bucket = await openBucket(orders, 'items');
    await bucket.put('item:1', 'there');
    expect((await bucket.get('item:1'))?.value).toBe('there');
    await expect(openBucket(platform, 'items')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    expect(await deleteBucket(platform, 'items', access)).toBe(true);
    await Promise.all([platform.close(), orders.close()]);
  });
});

describe('deleteBucket', () => {
  it('deletes a bucket once', async () => {
    const name = newName();
    await ensureBucket(nc, { name });
    expect(await deleteBucket(nc, name)).toBe(true);
    expect(await deleteBucket(nc, name)).toBe(false);
    await expect(openBucket(nc, name)).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
  });
});

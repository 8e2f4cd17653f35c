import type { NatsConnection } from '@nats-io/transport-node';
import { connect } from '@nats-io/transport-node';
import { ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { type MuteProxy, startMuteProxy } from './mute-proxy.js';
import { collect, dial, startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let proxy: MuteProxy;
let far: NatsConnection;
let near: NatsConnection;
let count = 0;

beforeAll(async () => {
  running = await startTestServer();
  near = await dial(running.server);
  proxy = await startMuteProxy(Number(new URL(running.server.url).port));
  far = await connect({ servers: `127.0.0.1:${proxy.port}`, maxReconnectAttempts: -1 });
});
afterAll(async () => {
  await far.close();
  await near.close();
  await proxy[Symbol.asyncDispose]();
  await running[Symbol.asyncDispose]();
});

/** A bucket for two users: the link of one can be muted. `k` holds 1. */
async function open(history: number): Promise<{ readonly bucket: KeyValueBucket; readonly other: KeyValueBucket }> {
  const name = `silent_${++count}`;
  // The faster kind of batch needs an answer of the server, which does not arrive here.
  await ensureBucket(near, { name, history }, { fastIngest: false });
  const bucket = await openBucket(far, name, { timeoutMs: 2_000 });
  const other = await openBucket(near, name);
  await bucket.put('k', 1);
  return { bucket, other };
}

const valueOf = async (bucket: KeyValueBucket): Promise<unknown> => (await bucket.get('k'))?.value;

/** The result of a write: `undefined` for success, otherwise its error code. */
const codeOf = (writing: Promise<unknown>): Promise<unknown> =>
  writing.then(
    () => undefined,
    (error: unknown) => Reflect.get(Object(error), 'code'),
  );

const writes = {
  put: (bucket: KeyValueBucket) => bucket.put('k', 2),
  update: (bucket: KeyValueBucket) => bucket.update('k', 2, 1),
  delete: (bucket: KeyValueBucket) => bucket.delete('k'),
  purge: (bucket: KeyValueBucket) => bucket.purge('k'),
} as const;

type Kind = keyof typeof writes;

/** Writes without receiving an answer. When the value is stored, another user writes the key. */
async function overtaken(kind: Kind, history: number) {
  const { bucket, other } = await open(history);
  proxy.mute('server');
  const writing = codeOf(writes[kind](bucket));
  await eventually(async () => (await valueOf(other)) !== 1);
  await other.put('k', 3);
  proxy.mute(undefined);
  return { code: await writing, other };
}

describe('a write whose acknowledgement is lost, and that others overwrote', () => {
  it.each<[Kind, number, string | undefined]>([
    ['put', 1, 'TIMEOUT'],
    ['put', 5, undefined],
    ['update', 1, 'TIMEOUT'],
    ['update', 5, undefined],
    ['delete', 1, 'TIMEOUT'],
    ['delete', 5, undefined],
    ['purge', 1, 'TIMEOUT'],
    ['purge', 5, undefined],
  ])('is not written once more: %s, history of %d', async (kind, history, expected) => {
    const { code, other } = await overtaken(kind, history);
    expect(code).toBe(expected);
    const changes = await collect(other.history('k'));
    expect(changes.at(-1)).toMatchObject({ value: 3, revision: 3 });
  });

  it('says that it may have been stored, and what to do', async () => {
    const { bucket, other } = await open(1);
    proxy.mute('server');
    const writing = bucket.put('k', 2).catch((error: unknown) => error);
    await eventually(async () => (await valueOf(other)) === 2);
    await other.put('k', 3);
    proxy.mute(undefined);
    expect(await writing).toMatchObject({
      params: { reason: expect.stringMatching(/may have been stored.*read it before/) },
    });
  });

  it('has one revision where nobody overwrote it', async () => {
    const { bucket, other } = await open(5);
    proxy.mute('server');
    const writing = bucket.put('k', 2);
    await eventually(async () => (await valueOf(other)) === 2);
    proxy.mute(undefined);
    expect(await writing).toBe(2);
    expect((await collect(other.history('k'))).map(({ value }) => value)).toEqual([1, 2]);
  });
});

describe('a write that got lost on its way', () => {
  /** Writes without reaching the server, and another user does `meanwhile`. */
  async function lost(history: number, meanwhile: (other: KeyValueBucket) => Promise<unknown>) {
    const { bucket, other } = await open(history);
    const { dropped } = proxy;
    proxy.mute('client');
    const writing = codeOf(bucket.put('k', 2));
    await eventually(() => proxy.dropped > dropped);
    await meanwhile(other);
    proxy.mute(undefined);
    return { code: await writing, other };
  }

  it.each<[string, number, (other: KeyValueBucket) => Promise<unknown>]>([
    ['nobody wrote', 1, async () => undefined],
    ['others wrote upon what was known', 1, (other) => other.update('k', 3, 1)],
    ['others wrote, and the bucket keeps what they did', 5, (other) => other.put('k', 3)],
  ])('is written later, where %s', async (_what, history, meanwhile) => {
    const { code, other } = await lost(history, meanwhile);
    expect(code).toBeUndefined();
    expect(await valueOf(other)).toBe(2);
  });

  it('fails where nobody can know that it was lost', async () => {
    const { code, other } = await lost(1, (bucket) => bucket.put('k', 3));
    expect(code).toBe('TIMEOUT');
    expect(await valueOf(other)).toBe(3);
  });
});

describe('a batch whose acknowledgements are lost', () => {
  const keys = Array.from({ length: 300 }, (_, i) => `k${i}`);
  const entries = keys.map((key) => [key, 2] as const);

  /** Writes a batch without receiving answers, and another user writes every third key. */
  async function overtakenBatch(history: number, window?: number) {
    const { bucket, other } = await open(history);
    await bucket.putAll(keys.map((key) => [key, 1] as const));
    await bucket.get('k0');
    proxy.mute('server');
    const writing = bucket.putAll(entries, { window });
    // When the last write is visible, all sent writes are stored.
    const last = keys[Math.min(window ?? 300, 300) - 1] ?? '';
    await eventually(async () => (await other.get(last))?.value === 2);
    const theirs = keys.slice(0, window).filter((_, i) => i % 3 === 0);
    for (const key of theirs) await other.put(key, 3);
    proxy.mute(undefined);
    const result = await writing;
    const values = await other.getAll(keys);
    return { result, theirs, values };
  }

  it.each([undefined, 64, 12])('undoes nothing that others wrote where it can know: window %p', async (window) => {
    const { result, theirs, values } = await overtakenBatch(5, window);
    expect(result.errors).toEqual(new Map());
    expect(keys.filter((key) => values.get(key)?.value !== (theirs.includes(key) ? 3 : 2))).toEqual([]);
  });

  it('undoes nothing that others wrote where nobody can know, and says for which', async () => {
    const { result, theirs, values } = await overtakenBatch(1);
    expect([...result.errors.keys()].toSorted()).toEqual(theirs.toSorted());
    expect(new Set([...result.errors.values()].map((error) => Reflect.get(error, 'code')))).toEqual(
      new Set(['TIMEOUT']),
    );
    expect(keys.filter((key) => values.get(key)?.value !== (theirs.includes(key) ? 3 : 2))).toEqual([]);
  });

  it('undoes nothing after a reconnect', async () => {
    const { bucket, other } = await open(5);
    proxy.mute('server');
    const writing = bucket.putAll(entries);
    await eventually(async () => (await other.get('k299'))?.value === 2);
    for (const key of keys) await other.put(key, 3);
    proxy.mute(undefined);
    proxy.cut();
    expect((await writing).errors).toEqual(new Map());
    const values = await other.getAll(keys);
    expect(keys.filter((key) => values.get(key)?.value !== 3)).toEqual([]);
  });

  it('writes what got lost on its way, over what others wrote meanwhile', async () => {
    const { bucket, other } = await open(5);
    const { dropped } = proxy;
    proxy.mute('client');
    const writing = bucket.putAll(entries);
    await eventually(() => proxy.dropped > dropped);
    await other.put('k7', 3);
    proxy.mute(undefined);
    expect((await writing).errors).toEqual(new Map());
    const values = await other.getAll(keys);
    expect(keys.filter((key) => values.get(key)?.value !== 2)).toEqual([]);
  });
});

describe('a listing whose first question gets lost', () => {
  it.each<[string, (bucket: KeyValueBucket) => AsyncIterable<unknown>]>([
    ['keys', (bucket) => bucket.keys()],
    ['history', (bucket) => bucket.history('k')],
  ])('asks again: %s', async (_what, list) => {
    const { bucket } = await open(1);
    const { dropped } = proxy;
    proxy.mute('client');
    const listing = collect(list(bucket));
    await eventually(() => proxy.dropped > dropped);
    proxy.mute(undefined);
    expect(await listing).toHaveLength(1);
  });
});

describe('a bucket that is made', () => {
  it('is asked for again where the first request gets lost', async () => {
    const { dropped } = proxy;
    proxy.mute('client');
    const making = ensureBucket(far, { name: `silent_${++count}` }, { timeoutMs: 5_000 });
    await eventually(() => proxy.dropped > dropped);
    proxy.mute(undefined);
    await expect(making).resolves.toBe('created');
  });
});

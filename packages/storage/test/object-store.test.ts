import { createHash } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  deleteObjectStore,
  ensureObjectStore,
  type ObjectInfo,
  type ObjectStore,
  openObjectStore,
} from '@symphony-ts/storage';
import { collect, startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let nc: NatsConnection;
let count = 0;

beforeAll(async () => {
  running = await startTestServer();
  nc = running.nc;
});
afterAll(() => running[Symbol.asyncDispose]());

async function newStore(): Promise<ObjectStore> {
  const name = `objects_${++count}`;
  await ensureObjectStore(nc, { name });
  return openObjectStore(nc, name);
}

/** An option that the compiler would refuse, as JavaScript or a spread can give it. */
const misspelt = (name: string): object => ({ [name]: 1 });

const megabyte = new Uint8Array(1_000_003).map((_, i) => i * 31);

describe('openObjectStore', () => {
  it('keeps bytes of any size, with what is said of them', async () => {
    const store = await newStore();
    for (const bytes of [new Uint8Array(0), Uint8Array.of(0, 255), megabyte]) {
      const written = await store.put('reports/2024 ü.bin', bytes, {
        description: 'Report',
        metadata: { owner: 'me' },
      });
      const digest = `SHA-256=${createHash('sha256').update(bytes).digest('base64url')}`;
      expect(written).toMatchObject({
        name: 'reports/2024 ü.bin',
        size: bytes.length,
        description: 'Report',
        isDeleted: false,
      });
      expect(written.digest.replace(/=+$/, '')).toBe(digest);
      const object = await store.get('reports/2024 ü.bin');
      expect(object?.info).toEqual(await store.info('reports/2024 ü.bin'));
      expect(object?.info.metadata).toEqual({ owner: 'me' });
      expect(Buffer.from((await object?.bytes()) ?? []).equals(bytes)).toBe(true);
    }
  });

  it('takes and gives streams', async () => {
    const store = await newStore();
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < megabyte.length; at += 100_000) yield megabyte.subarray(at, at + 100_000);
    }
    await store.put('streamed', source());
    await store.put('text', 'zażółć');
    const chunks = await collect((await store.get('streamed'))?.data ?? source());
    expect(chunks.length).toBeGreaterThan(1);
    expect(Buffer.concat(chunks).equals(megabyte)).toBe(true);
    expect(Buffer.from((await (await store.get('text'))?.bytes()) ?? []).toString()).toBe('zażółć');
  });

  it.each(['Zoë', 'Jahresabschluß/2024 日本.bin', '📈', 'a.b', '*', '>', ' ', 'two\nlines'])(
    'keeps an object named %j below the subject that other clients look at',
    async (name) => {
      const store = await newStore();
      await store.put(name, 'text');
      const jsm = await jetstreamManager(nc);
      const encoded = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
      const last_by_subj = `$O.${store.name}.M.${encoded}`;
      const stored = await jsm.streams.getMessage(`OBJ_${store.name}`, { last_by_subj });
      expect(stored?.json()).toMatchObject({ name, size: 4 });
      expect((await store.list()).map((info) => info.name)).toEqual([name]);
      expect(Buffer.from((await (await store.get(name))?.bytes()) ?? []).toString()).toBe('text');
      expect(await store.delete(name)).toBe(true);
      expect(await store.info(name)).toBeUndefined();
    },
  );

  it('lists, watches and deletes', async () => {
    const store = await newStore();
    expect(await store.list()).toEqual([]);
    await store.put('a', 'one');
    await store.put('b', 'two');
    const seen: ObjectInfo[] = [];
    for await (const info of store.watch()) {
      seen.push(info);
      if (seen.length === 2) expect(await store.delete('a')).toBe(true);
      if (seen.length === 3) break;
    }
    expect(seen.map(({ name, isDeleted }) => [name, isDeleted])).toEqual([
      ['a', false],
      ['b', false],
      ['a', true],
    ]);
    expect((await store.list()).map(({ name }) => name)).toEqual(['b']);
    expect([await store.get('a'), await store.info('a'), await store.delete('a'), await store.get('never')]).toEqual([
      undefined,
      undefined,
      false,
      undefined,
    ]);
  });

  it('leaves no half of an object whose source fails or that is given up', async () => {
    const store = await newStore();
    const failure = new Error('the source broke');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield megabyte;
      throw failure;
    }
    await expect(store.put('broken', broken())).rejects.toBe(failure);
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let i = 0; ; i++) {
        if (i === 5) controller.abort();
        yield megabyte;
      }
    }
    await expect(store.put('endless', endless(), { signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(await store.list()).toEqual([]);
    expect(await collect(store.watch({ signal: controller.signal }))).toEqual([]);
  });

  it('refuses options that do not exist', async () => {
    const code = 'INVALID_CONFIGURATION';
    const store = await newStore();
    const calls = [
      () => store.put('a', 'text', misspelt('desription')),
      () => store.get('a', misspelt('singal')),
      () => store.info('a', misspelt('singal')),
      () => store.delete('a', misspelt('singal')),
      () => store.list(misspelt('singal')),
      async () => {
        for await (const info of store.watch(misspelt('intial'))) return info;
      },
      () => openObjectStore(nc, store.name, misspelt('timeoutMS')),
      () => ensureObjectStore(nc, { name: 'made', ...misspelt('history') }),
      () => ensureObjectStore(nc, { name: 'made' }, misspelt('onlyMising')),
      () => deleteObjectStore(nc, store.name, misspelt('apiprefix')),
    ];
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(/there is no option/) });
  });

  it('says what is wrong in the project’s words', async () => {
    await expect(openObjectStore(nc, 'no_such_store')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    await expect(openObjectStore(nc, 'no such store')).rejects.toMatchObject({ code: 'INVALID_BUCKET' });
    const store = await newStore();
    await expect(store.put('', 'x')).rejects.toMatchObject({ code: 'INVALID_KEY' });
    await expect(store.put('\ud800', 'x')).rejects.toMatchObject({ code: 'INVALID_KEY' });
    // @ts-expect-error -- a value from a program without type checks
    await expect(store.put('numbers', [1, 2])).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    await expect(store.get('x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    await deleteObjectStore(nc, store.name);
    await expect(store.get('x')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    await expect(store.put('x', 'y')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
  });
});

describe('ensureObjectStore', () => {
  it('creates, leaves alone, grows, and refuses to shrink', async () => {
    const name = `objects_${++count}`;
    expect(await ensureObjectStore(nc, { name, maxBytes: 100_000 })).toBe('created');
    expect(await ensureObjectStore(nc, { name, maxBytes: 100_000 })).toBe('unchanged');
    await expect(ensureObjectStore(nc, { name, maxBytes: 50_000 })).rejects.toMatchObject({
      code: 'BUCKET_WOULD_SHRINK',
    });
    expect(await ensureObjectStore(nc, { name, description: 'Files' })).toBe('updated');
    expect(await deleteObjectStore(nc, name)).toBe(true);
    expect(await deleteObjectStore(nc, name)).toBe(false);
  });

  it('refuses what does not fit any more, and keeps what is there', async () => {
    const name = `objects_${++count}`;
    await ensureObjectStore(nc, { name, maxBytes: 50_000 });
    const store = await openObjectStore(nc, name);
    await store.put('small', 'x'.repeat(1000));
    await expect(store.put('large', new Uint8Array(100_000))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect((await store.list()).map((info) => info.name)).toEqual(['small']);
  });
});

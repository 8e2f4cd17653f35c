import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import {
  backupStream,
  createBackupKey,
  fetchBackup,
  folderStore,
  isJetStreamManagerError,
  listBackups,
  parseBackupKey,
  restoreStream,
  type Stream,
  s3Store,
  storeBackup,
  verifyBackup,
} from '../src/index.js';
import type { BackupStore } from '../src/stores/backup-store.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';
import { contentsOf, createFullStream } from './support/full-stream.js';

let fixture: Fixture;
let folder: string;
let server: Server;
let endpoint: string;
let service: S3rver;

beforeAll(async () => {
  fixture = await startFixture();
  folder = await mkdtemp(join(tmpdir(), 'stores-'));
  service = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'backups', configs: [] }],
  });
  await service.run();
  // The type of the service hides its HTTP server.
  server = (service as unknown as { httpServer: Server }).httpServer;
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await fixture.manager.streams.create({ name: 'ORDERS', subjects: ['orders.>'], allow_direct: true });
  // The content must not compress, so that it needs several parts of 5 MiB.
  const noise = Buffer.alloc(600_000);
  let seed = 1;
  for (let i = 0; i < noise.length; i += 1) noise[i] = (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 16;
  await publish(fixture, 'orders.new', 20, noise);
  await (await fixture.manager.streams.load('ORDERS')).consumers.create({ durable_name: 'C' });
});
afterAll(async () => {
  await service.close();
  await fixture.stop();
  await rm(folder, { recursive: true });
});

const login = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', bucket: 'backups' };
const stores: readonly (readonly [string, () => BackupStore])[] = [
  ['a folder', () => folderStore(join(folder, 'kept'))],
  ['S3', () => s3Store({ ...login, endpoint, prefix: '/a/b c/', partBytes: 5 * 1024 * 1024 })],
];

async function* bytes(...parts: readonly string[]) {
  for (const part of parts) yield Buffer.from(part);
}

async function read(source: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts).toString();
}

const dataOf = async (stream: Stream, seq: number): Promise<Buffer> =>
  Buffer.from((await stream.message(seq))?.data ?? []);

/** Flips a bit in the middle of a stored object. */
async function change(store: BackupStore, name: string): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of store.get(name)) parts.push(part);
  const data = Buffer.concat(parts);
  data[data.length >> 1] = (data[data.length >> 1] ?? 0) ^ 1;
  const changed = async function* () {
    yield data;
  };
  await store.put(name, changed());
}

describe.each(stores)('a store in %s', (_what, open) => {
  it('keeps, lists and removes what it is given', async () => {
    const store = open();
    await store.put('X/1 &<é>.tar', bytes('one', 'two'));
    await store.put('X/2.tar', bytes());
    await store.put('XY/3.tar', bytes('x'));
    expect(await store.list('X/')).toEqual(['X/1 &<é>.tar', 'X/2.tar']);
    expect(await store.list('')).toHaveLength(3);
    expect(await read(store.get('X/1 &<é>.tar'))).toBe('onetwo');
    expect(await read(store.get('X/2.tar'))).toBe('');
    for (const name of await store.list('')) await store.remove(name);
    await store.remove('X/2.tar');
    expect(await store.list('')).toEqual([]);
    await expect(read(store.get('X/2.tar'))).rejects.toMatchObject({ code: 'BACKUP_INCOMPLETE' });
  });

  it('holds nothing of what broke off', async () => {
    const store = open();
    async function* broken() {
      yield Buffer.alloc(11 * 1024 * 1024);
      throw new Error('broken');
    }
    await expect(store.put('B/1.tar', broken())).rejects.toThrow('broken');
    expect(await store.list('')).toEqual([]);
  });

  it.each([
    ['plain', undefined],
    ['encrypted', parseBackupKey(createBackupKey())],
  ])('holds backups that can be restored, %s', async (_kind, key) => {
    const store = open();
    const options = key === undefined ? {} : { key };
    const first = await storeBackup(fixture.manager, 'ORDERS', store, options);
    expect(await listBackups(store, 'ORDERS')).toEqual([first.name]);
    const second = await storeBackup(fixture.manager, 'ORDERS', store, { ...options, keep: 1 });
    expect(second.removed).toEqual([first.name]);
    expect(await listBackups(store)).toEqual([second.name]);

    const directory = join(folder, `fetched-${_what}-${_kind}`);
    expect(await fetchBackup(store, second.name, directory, options)).toMatchObject({
      stream: 'ORDERS',
      verifiedBy: 'manifest',
    });
    const before = await fixture.manager.streams.load('ORDERS');
    const last = await dataOf(before, 20);
    expect(last).toHaveLength(600_000);
    await before.delete();
    const { state } = await restoreStream(fixture.manager, directory);
    expect(state.messages).toBe(20);
    const after = await fixture.manager.streams.load('ORDERS');
    expect((await dataOf(after, 20)).equals(last)).toBe(true);
    expect(await after.consumers.names()).toEqual(['C']);
    if (key !== undefined) {
      const elsewhere = join(folder, `without-key-${_what}`);
      await expect(fetchBackup(store, second.name, elsewhere)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    }
    await store.remove(second.name);
  });

  it.each([
    ['plain', undefined],
    ['encrypted', parseBackupKey(createBackupKey())],
  ])('holds incremental backups that can be restored, %s', async (_kind, key) => {
    const store = open();
    const readOptions = key === undefined ? {} : { key };
    const options = { ...readOptions, incremental: true };
    const name = uniqueName('GROWING');
    const stream = await createFullStream(fixture, name, 40, 250_000);
    const first = await storeBackup(fixture.manager, name, store, options);
    const contents = await contentsOf(fixture.manager, name);
    expect(first.storedBytes).toBeGreaterThan(9e6);
    await publish(fixture, `${name}.later`, 1, `only a little: ${_kind} in ${_what}`);
    const second = await storeBackup(fixture.manager, name, store, options);
    // At most one block of 4 MiB at each end is new, and the index. The whole backup has 10 MB.
    expect(second.storedBytes).toBeLessThan(9e6);
    expect(await listBackups(store, name)).toEqual([first.name, second.name]);
    const later = await contentsOf(fixture.manager, name);
    await stream.deleteMessage((await stream.state()).last_seq);
    let fetched = 0;
    const restored = async (backup: string) => {
      fetched += 1;
      const directory = join(folder, `blocks-${name}-${fetched}`);
      expect(await fetchBackup(store, backup, directory, readOptions)).toMatchObject({
        stream: name,
        verifiedBy: 'manifest',
      });
      await restoreStream(fixture.manager, directory, { overwrite: true });
      return contentsOf(fixture.manager, name);
    };
    expect(await restored(second.name)).toEqual(later);
    expect(await restored(first.name)).toEqual(contents);
    // The blocks that only the first backup needed are removed with it. The rest is complete.
    const third = await storeBackup(fixture.manager, name, store, { ...options, keep: 1 });
    expect(third.removed).toEqual([first.name, second.name]);
    const left = await store.list(`${name}/`);
    expect(await restored(third.name)).toEqual(contents);
    const block = left.find((stored) => stored.includes('/blocks')) ?? '';
    await change(store, block);
    const elsewhere = join(folder, `damaged-${_what}-${_kind}`);
    await expect(fetchBackup(store, third.name, elsewhere, readOptions)).rejects.toMatchObject({
      code: 'BACKUP_CORRUPT',
    });
    await store.remove(block);
    const repaired = await storeBackup(fixture.manager, name, store, { ...options, keep: 1 });
    expect(await restored(repaired.name)).toEqual(contents);
    for (const stored of await store.list('')) await store.remove(stored);
  });

  it('has no backup but whole ones, whatever breaks off', async () => {
    const store = open();
    for (let limit = 0; limit < 4; limit += 1) {
      let puts = 0;
      const failing: BackupStore = {
        ...store,
        put: (name, content) => {
          puts += 1;
          return puts > limit ? Promise.reject(new Error('broken')) : store.put(name, content);
        },
      };
      const backup = storeBackup(fixture.manager, 'ORDERS', failing, { incremental: true });
      await backup.then(
        () => undefined,
        (error: unknown) => expect(error).toEqual(new Error('broken')),
      );
      for (const name of await listBackups(store)) {
        await expect(
          fetchBackup(store, name, join(folder, `broken-${_what}-${limit}-${name.slice(-20)}`)),
        ).resolves.toBeDefined();
      }
    }
    for (const name of await store.list('')) await store.remove(name);
  });

  it('notices a backup that was changed', async () => {
    const store = open();
    const { name } = await storeBackup(fixture.manager, 'ORDERS', store);
    await change(store, name);
    const failure = await fetchBackup(store, name, join(folder, `changed-${_what}`)).catch((error: unknown) => error);
    expect(isJetStreamManagerError(failure, 'BACKUP_CORRUPT')).toBe(true);
    await store.remove(name);
  });
});

it('refuses the backup of one stream under the name of another', async () => {
  const store = folderStore(join(folder, 'confused'));
  await fixture.manager.streams.create({ name: 'OTHER', subjects: ['other'] });
  const { name } = await storeBackup(fixture.manager, 'OTHER', store);
  const confused = name.replace('OTHER', 'ORDERS');
  await store.put(confused, store.get(name));
  await expect(fetchBackup(store, confused, join(folder, 'confused-copy'))).rejects.toMatchObject({
    code: 'BACKUP_CORRUPT',
    message: expect.stringContaining('contains a backup of another stream: OTHER'),
  });
});

// Only Linux has such a list of open files.
(process.platform === 'linux' ? describe : describe.skip)('a backup that was read to its end', () => {
  it('leaves no file open', async () => {
    const directory = join(folder, 'once');
    await backupStream(fixture.manager, 'ORDERS', directory);
    await verifyBackup(directory);
    const before = (await readdir('/proc/self/fd')).length;
    for (let i = 0; i < 5; i += 1) await verifyBackup(directory);
    expect((await readdir('/proc/self/fd')).length).toBeLessThanOrEqual(before);
  });
});

describe('a store in S3', () => {
  it('says what the service answers', async () => {
    const store = s3Store({ ...login, endpoint, accessKeyId: 'nobody' });
    await expect(store.list('')).rejects.toThrow(/STORE_FAILED.*403 InvalidAccessKeyId/);
    const none = s3Store({ ...login, endpoint, bucket: 'none' });
    await expect(none.put('a', bytes('x'))).rejects.toThrow(/STORE_FAILED.*404 NoSuchBucket/);
  });
});

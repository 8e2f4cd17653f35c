import { Objm } from '@nats-io/obj';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { ExtensionUnderTest } from '@symphony-ts/testing';
import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { z } from 'zod';
import { Bucket, defineExtension, Extension, ExtensionContext } from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const Item = z.object({ name: z.string() });
type Item = z.infer<typeof Item>;

@Extension({ prefix: 'store', name: 'Store', version: '1.0.0' })
@Bucket('store_cache', { description: 'Temporary', ttl: 300 })
class Store {
  constructor(
    @Bucket('store_items', { description: 'Items', ttl: 0, history: 3, maxBytes: 1_048_576, schema: Item })
    readonly items: KeyValueBucket<Item>,
    @Bucket('store_raw', { raw: true }) readonly raw: KeyValueBucket<Uint8Array>,
    readonly context: ExtensionContext,
  ) {}
}

const all = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
};

describe.each(stages)('buckets %s', (_name, open) => {
  let stage: Stage;
  let store: ExtensionUnderTest<Store>;
  let items: KeyValueBucket<Item>;
  beforeAll(async () => {
    stage = await open();
    store = await stage.create(Store);
    items = store.instance.items;
  });
  afterAll(() => stage.stop());

  it('[storage.declare] [storage.ttl] [storage.history] [storage.max-bytes] are declared with their limits', () => {
    expect(store.manifest.buckets).toEqual([
      { name: 'store_cache', description: 'Temporary', ttl: 300, max_history_per_key: 0, max_bucket_size: 0 },
      { name: 'store_items', description: 'Items', ttl: 0, max_history_per_key: 3, max_bucket_size: 1_048_576 },
      { name: 'store_raw', description: '', ttl: 0, max_history_per_key: 0, max_bucket_size: 0 },
    ]);
  });

  it('[storage.put] [storage.get] [storage.json] keep values as JSON, under keys with a colon too', async () => {
    const revision = await items.put('item:123', { name: 'Widget' });
    expect(await items.get('item:123')).toMatchObject({ key: 'item:123', value: { name: 'Widget' }, revision });
  });

  it('[storage.missing] have nothing under an unknown key', async () => {
    expect(await items.get('item:none')).toBeUndefined();
  });

  it('[storage.keys] list their keys', async () => {
    await items.put('list:1', { name: 'a' });
    await items.put('list:2', { name: 'b' });
    expect((await all(items.keys())).filter((key) => key.startsWith('list:')).sort()).toEqual(['list:1', 'list:2']);
  });

  it('[storage.delete] forget a deleted key', async () => {
    await items.put('gone', { name: 'x' });
    await items.delete('gone');
    expect(await items.get('gone')).toBeUndefined();
  });

  it('[storage.history] keep as many revisions as they declare', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await items.put('versions', { name });
    expect((await all(items.history('versions'))).map(({ value }) => value?.name)).toEqual(['b', 'c', 'd']);
  });

  it('[storage.schema] refuse a value that does not fit, when it is written and when it is read', async () => {
    await expect(items.put('bad', { name: 7 } as never)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    const unchecked = await store.context.bucket('store_items');
    await unchecked.put('stored', { name: 7 });
    await expect(items.get('stored')).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    await unchecked.delete('stored');
  });

  it('[storage.raw] keep bytes as they are', async () => {
    await store.instance.raw.put('bytes', new Uint8Array([0, 255]));
    expect((await store.instance.raw.get('bytes'))?.value).toEqual(new Uint8Array([0, 255]));
  });

  it('[storage.batch] [storage.batch.counts] [storage.batch.readable] write many at once', async () => {
    const entries = Array.from({ length: 500 }, (_, index) => [`batch.${index}`, { name: `n${index}` }] as const);
    const progress: number[] = [];
    const result = await items.putAll(entries, { onProgress: ({ succeeded }) => void progress.push(succeeded) });
    expect(result).toMatchObject({ total: 500, succeeded: 500, failed: 0 });
    expect(result.errors.size).toBe(0);
    expect((await items.get('batch.499'))?.value).toEqual({ name: 'n499' });
    expect(progress.at(-1)).toBe(500);
  });

  it('[storage.batch.errors] [storage.batch.never-fails-fast] map each key that failed to its error', async () => {
    const entries = Array.from({ length: 40 }, (_, index) => {
      const key = index % 2 === 0 ? `even.${index}` : `odd ${index}`;
      return [key, { name: `n${index}` }] as const;
    });
    const result = await items.putAll(entries);
    expect(result).toMatchObject({ total: 40, succeeded: 20, failed: 20 });
    expect([...result.errors.keys()].sort()).toEqual(
      entries
        .map(([key]) => key)
        .filter((key) => key.startsWith('odd'))
        .sort(),
    );
    expect([...result.errors.values()].every((error) => Reflect.get(error, 'code') === 'INVALID_KEY')).toBe(true);
    expect(await all(items.keys('even.*'))).toHaveLength(20);
  });

  it('[storage.open] are opened by name, and an unknown one is an error of its own', async () => {
    const again = await store.context.bucket('store_items', Item);
    expect((await again.get('item:123'))?.value).toEqual({ name: 'Widget' });
    await expect(store.context.bucket('store_nothing')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
  });

  it('[storage.runtime] are made at run time, with the replicas of the platform', async () => {
    const made = await store.context.createBucket('store_runtime', {
      description: 'On demand',
      history: 2,
      schema: Item,
    });
    await made.put('a', { name: 'first' });
    await made.put('a', { name: 'second' });
    expect((await all(made.history('a'))).map(({ value }) => value?.name)).toEqual(['first', 'second']);
    await expect(made.put('b', { name: 1 } as never)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect(await store.context.clusterReplicas()).toBe(1);
  });

  it('[storage.runtime] may grow, and do not shrink', async () => {
    const small = await store.context.createBucket('store_growing', { history: 2 });
    for (const name of ['a', 'b', 'c']) await small.put('k', { name });
    const grown = await store.context.createBucket('store_growing', { history: 3 });
    await grown.put('k', { name: 'd' });
    expect(await all(grown.history('k'))).toHaveLength(3);
    await expect(store.context.createBucket('store_growing', { history: 1 })).rejects.toMatchObject({
      code: 'BUCKET_WOULD_SHRINK',
      params: { changes: ['history 3 to 1'] },
    });
  });

  it.each<[string, object, string]>([
    ['store_odd', { ttl: -1 }, 'INVALID_BUCKET'],
    ['store_odd', { history: 100 }, 'INVALID_BUCKET'],
    ['store odd', {}, 'INVALID_BUCKET'],
    ['store_odd', { hystory: 2 }, 'INVALID_CONFIGURATION'],
  ])('[storage.runtime] refuse %s with %j', async (name, options, code) => {
    await expect(store.context.createBucket(name, options)).rejects.toMatchObject({ code });
  });

  it('[storage.open] refuse a name that no bucket can have', async () => {
    await expect(store.context.bucket('store odd')).rejects.toMatchObject({ code: 'INVALID_BUCKET' });
  });

  it('[storage.runtime] are not those of the platform, which stand in the same account', async () => {
    await expect(store.context.createBucket('symphony_status', { ttl: 300 })).rejects.toMatchObject({
      code: 'INVALID_BUCKET',
      message: expect.stringContaining("names that begin with 'symphony_' belong to the platform"),
    });
  });
});

describe('buckets of a real server', () => {
  let platform: TestPlatform;
  let store: LiveExtension<Store>;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    store = await platform.create(Store);
  });
  afterAll(() => platform.stop());
  const config = async (name: string) =>
    (await (await store.context.jetstream.jetstreamManager()).streams.info(`KV_${name}`)).config;

  it('[storage.auto-create] [storage.zero] are made by the platform, and 0 is no limit', async () => {
    expect(await config('store_items')).toMatchObject({ max_age: 0, max_msgs_per_subject: 3, max_bytes: 1_048_576 });
    expect(await config('store_cache')).toMatchObject({ max_age: 300e9, max_msgs_per_subject: 1, max_bytes: -1 });
  });

  it('[storage.json] have values that any other program can read as JSON', async () => {
    await store.instance.items.put('wire', { name: 'Zoë' });
    const { streams } = await store.context.jetstream.jetstreamManager();
    const stored = await streams.getMessage('KV_store_items', { last_by_subj: '$KV.store_items.wire' });
    expect(stored?.string()).toBe('{"name":"Zoë"}');
  });

  it('[storage.max-bytes] discard their oldest entries where they are full', async () => {
    const full = await store.context.createBucket('store_full', { maxBytes: 20_000 });
    for (let index = 0; index < 40; index += 1) await full.put(`k${index}`, 'x'.repeat(1000));
    expect(await full.get('k0')).toBeUndefined();
    expect((await full.get('k39'))?.value).toHaveLength(1000);
  });

  it('[storage.update] keep their data where a new version of the extension changes them', async () => {
    const version = (history: number) =>
      defineExtension({
        prefix: 'grow',
        name: 'Grow',
        version: `${history}.0.0`,
        buckets: [{ name: 'grow_data', history }],
      });
    const first = await platform.create(version(1));
    await (await first.bucket('grow_data')).put('kept', 1);
    await first.stop();
    const second = await platform.create(version(5));
    const bucket = await second.bucket('grow_data');
    await bucket.put('kept', 2);
    expect((await all(bucket.history('kept'))).map(({ value }) => value)).toEqual([1, 2]);
    await second.stop();
    await expect(platform.create(version(1))).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED' });
  });

  it('[storage.cluster-info] tell their replicas to who asks the platform', async () => {
    expect(await store.context.client.request('cirata.services.cluster.info')).toMatchObject({ replicas: 1 });
    expect(await store.context.clusterReplicas()).toBe(1);
  });

  it('[storage.jetstream] are JetStream, which handlers have as it is', async () => {
    const info = await (await store.context.jetstream.jetstreamManager()).getAccountInfo();
    expect(info.streams).toBeGreaterThan(2);
  });

  it('[storage.objects] may be object stores', async () => {
    const objects = await platform.create(
      defineExtension({
        prefix: 'files',
        name: 'Files',
        version: '1.0.0',
        buckets: [{ name: 'files_blobs', objectStore: true }],
      }),
    );
    const blobs = await new Objm(objects.context.jetstream).open('files_blobs');
    await blobs.putBlob({ name: 'a' }, new Uint8Array(300_000).fill(7));
    expect(await blobs.getBlob('a')).toHaveLength(300_000);
  });
});

import assert from 'node:assert/strict';
import type { Schema } from '@symphony-ts/contract';
import type { ConformanceCase } from './conformance-case.js';
import { collect, until } from './observation.js';

const oddKeys = [
  'item:123',
  'a',
  'a.b.c',
  'UPPER_lower-9',
  '/path=to',
  '$sys',
  '@x!#%&()+,;?[]^`{|}~"\'\\<',
  'k'.repeat(1024),
];
const badKeys = [
  '',
  '.a',
  'a.',
  'a..b',
  'a b',
  'a*',
  '*',
  '>',
  'a.>',
  'tab\t',
  'nul\0',
  'lone \ud800',
  'k'.repeat(1025),
];
/** Keys that other clients may have written. */
const foreignKeys = ['ümlaut', '🎻', 'straße.größe'];

interface Item {
  readonly name: string;
  readonly price: number;
}

/** Hand-written, so that the suite needs no schema library. */
export const itemSchema: Schema<Item, Item> = {
  '~standard': {
    version: 1,
    vendor: 'conformance',
    jsonSchema: { input: () => ({}), output: () => ({}) },
    validate: (value) => {
      const { name, price } = (value ?? {}) as Partial<Item>;
      if (typeof name !== 'string') return { issues: [{ message: 'expected a string', path: ['name'] }] };
      if (typeof price !== 'number') return { issues: [{ message: 'expected a number', path: ['price'] }] };
      return { value: { name, price } };
    },
  },
};

export const valueCases: readonly ConformanceCase[] = [
  {
    title: 'gives back what was put, with key, revision and time',
    run: async (make) => {
      const bucket = await make({});
      const before = Date.now() - 1000;
      const revision = await bucket.put('item:1', { name: 'Widget', tags: ['a', null, 1.5], deep: { empty: {} } });
      const entry = await bucket.get('item:1');
      assert.ok(entry);
      assert.deepEqual(entry.value, { name: 'Widget', tags: ['a', null, 1.5], deep: { empty: {} } });
      assert.equal(entry.key, 'item:1');
      assert.equal(entry.revision, revision);
      assert.equal(entry.operation, 'put');
      assert.ok(entry.created.getTime() >= before && entry.created.getTime() <= Date.now() + 1000);
    },
  },
  {
    title: 'refuses a value above the limit of a server, and a removal at no whole revision',
    run: async (make) => {
      const bucket = await make({});
      const large = 'x'.repeat(1_048_577);
      const writes = [bucket.put('k', large), bucket.create('k', large), bucket.update('k', large, 0)];
      for (const write of writes) await assert.rejects(write, { code: 'PAYLOAD_TOO_LARGE' });
      const { errors } = await bucket.putAll({ k: large, small: 1 });
      assert.deepEqual([...errors.keys()], ['k']);
      for (const revision of [1.5, Number.NaN]) {
        assert.equal(await bucket.get('small', { revision }), undefined);
        await assert.rejects(bucket.delete('small', { revision }), { code: 'INVALID_CONFIGURATION' });
      }
    },
  },
  {
    title: 'stores every JSON value',
    run: async (make) => {
      const bucket = await make({});
      for (const value of [null, false, 0, '', 'ü🎻\u0000', [], {}, [[1]], -1e-9]) {
        await bucket.put('k', value);
        assert.deepEqual((await bucket.get('k'))?.value, value);
      }
    },
  },
  {
    title: 'knows nothing of a key that was never written',
    run: async (make) => assert.equal(await (await make({})).get('none'), undefined),
  },
  {
    title: 'takes keys of visible ASCII, the colon included',
    run: async (make) => {
      const bucket = await make({});
      for (const key of oddKeys) {
        await bucket.put(key, key);
        assert.equal((await bucket.get(key))?.value, key);
      }
      assert.deepEqual(await collect(bucket.keys()), oddKeys);
    },
  },
  {
    title: 'writes no keys in other scripts, but reads and removes them',
    run: async (make) => {
      const bucket = await make({});
      for (const key of foreignKeys) {
        const writes = [bucket.put(key, 1), bucket.create(key, 1), bucket.update(key, 1, 1)];
        for (const write of writes) await assert.rejects(write, { code: 'INVALID_KEY' }, `key '${key}'`);
        assert.equal(await bucket.get(key), undefined);
        await bucket.delete(key);
        await bucket.purge(key);
        assert.deepEqual(await collect(bucket.keys(key)), []);
      }
      assert.deepEqual(await bucket.getAll(foreignKeys), new Map());
      const written = await bucket.putAll(foreignKeys.map((key) => [key, 1] as const));
      assert.deepEqual([...written.errors.keys()], foreignKeys);
      assert.equal((await bucket.deleteAll(foreignKeys)).succeeded, foreignKeys.length);
    },
  },
  {
    title: 'refuses other keys, in every operation',
    run: async (make) => {
      const bucket = await make({});
      for (const key of badKeys) {
        const calls = [
          bucket.get(key),
          bucket.put(key, 1),
          bucket.create(key, 1),
          bucket.update(key, 1, 1),
          bucket.delete(key),
          bucket.purge(key),
          bucket.getAll([key]),
        ];
        for (const call of calls) await assert.rejects(call, { code: 'INVALID_KEY' }, `key '${key}'`);
      }
      for (const filter of ['', 'a..b', '>.a', 'a>', 'a b']) {
        await assert.rejects(collect(bucket.keys(filter)), { code: 'INVALID_KEY' });
        await assert.rejects(collect(bucket.history(filter)), { code: 'INVALID_KEY' });
        await assert.rejects(collect(bucket.watch(filter)), { code: 'INVALID_KEY' });
      }
    },
  },
  {
    title: 'refuses what is not JSON',
    run: async (make) => {
      const bucket = await make({});
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      for (const value of [undefined, () => 1, Symbol('s'), 10n, cycle]) {
        await assert.rejects(bucket.put('k', value), { code: 'INVALID_VALUE' });
      }
      assert.equal(await bucket.get('k'), undefined);
    },
  },
  {
    title: 'refuses a value that does not fit the schema, naming bucket, key and path',
    run: async (make) => {
      const bucket = await make({ schema: itemSchema });
      const wrong = { name: 'Widget', price: 'a lot' };
      for (const call of [bucket.put('i', wrong), bucket.create('i', wrong), bucket.update('i', wrong, 1)]) {
        await assert.rejects(call, (error: Error & { code?: string; params?: unknown }) => {
          assert.equal(error.code, 'INVALID_VALUE');
          assert.deepEqual(error.params, {
            bucket: bucket.name,
            key: 'i',
            issues: [{ path: 'price', message: 'expected a number' }],
          });
          return true;
        });
      }
      assert.equal(await bucket.get('i'), undefined);
      await bucket.put('i', { name: 'Widget', price: 2, unknown: true });
      assert.deepEqual((await bucket.get('i'))?.value, { name: 'Widget', price: 2 });
    },
  },
  {
    title: 'keeps bytes as they are in a raw bucket, and takes nothing else',
    run: async (make) => {
      const bucket = await make<Uint8Array>({ raw: true });
      for (const bytes of [new Uint8Array(0), Uint8Array.of(0, 255, 123), new Uint8Array(100_000).fill(7)]) {
        await bucket.put('k', bytes);
        const entry = await bucket.get('k');
        assert.ok(entry?.value instanceof Uint8Array);
        assert.ok(Buffer.from(entry.value).equals(bytes));
      }
      const untyped = bucket as { put(key: string, value: unknown): Promise<number> };
      await assert.rejects(untyped.put('k', 'text'), { code: 'INVALID_VALUE' });
    },
  },
  {
    title: 'forgets a value when its ttl is over',
    run: async (make) => {
      const bucket = await make({ ttl: 1 });
      await bucket.put('short', 1);
      assert.equal((await bucket.get('short'))?.value, 1);
      await until(async () => (await bucket.get('short')) === undefined);
      assert.deepEqual(await collect(bucket.keys()), []);
      const revision = await bucket.create('short', 2);
      assert.equal((await bucket.get('short'))?.revision, revision);
    },
  },
  {
    title: 'discards the oldest beyond maxBytes, and refuses nothing',
    run: async (make) => {
      const bucket = await make<Uint8Array>({ raw: true, maxBytes: 20_000 });
      for (let i = 0; i < 40; i++) await bucket.put(`k${i}`, new Uint8Array(1000));
      assert.equal(await bucket.get('k0'), undefined);
      assert.ok(await bucket.get('k39'));
      const left = await collect(bucket.keys());
      assert.ok(left.length >= 10 && left.length <= 20, `${left.length} left`);
    },
  },
];

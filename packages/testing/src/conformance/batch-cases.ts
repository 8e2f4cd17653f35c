import assert from 'node:assert/strict';
import type { BatchProgress } from '@symphony-ts/storage';
import type { ConformanceCase } from './conformance-case.js';
import { collect } from './observation.js';
import { itemSchema } from './value-cases.js';

const pairs = (count: number): (readonly [string, number])[] => Array.from({ length: count }, (_, i) => [`k${i}`, i]);

const codes = (errors: ReadonlyMap<string, Error>): unknown[] =>
  [...errors.values()].map((error) => Reflect.get(error, 'code'));

export const batchCases: readonly ConformanceCase[] = [
  {
    title: 'writes all entries of a list, map, record, generator or stream',
    run: async (make) => {
      const bucket = await make<number>({});
      async function* stream(): AsyncGenerator<readonly [string, number]> {
        yield* pairs(3);
      }
      function* generator(): Generator<readonly [string, number]> {
        yield* pairs(3);
      }
      for (const entries of [pairs(3), new Map(pairs(3)), Object.fromEntries(pairs(3)), generator(), stream()]) {
        const result = await bucket.putAll(entries);
        assert.deepEqual(result, { total: 3, succeeded: 3, failed: 0, errors: new Map() });
        assert.deepEqual(
          [...(await bucket.getAll(['k2', 'k0', 'k1'])).values()].map(({ value }) => value),
          [2, 0, 1],
        );
        await bucket.deleteAll(await collect(bucket.keys()));
      }
    },
  },
  {
    title: 'writes more entries than its window holds, in order',
    run: async (make) => {
      const bucket = await make<number>({});
      const result = await bucket.putAll(pairs(500), { window: 7 });
      assert.equal(result.succeeded, 500);
      assert.deepEqual(
        await collect(bucket.keys()),
        pairs(500).map(([key]) => key),
      );
    },
  },
  {
    title: 'names each key that failed, and writes the others',
    run: async (make) => {
      const bucket = await make({ schema: itemSchema });
      const entries = Array.from({ length: 100 }, (_, i): readonly [string, unknown] => {
        if (i % 4 === 1) return [`bad key ${i}`, { name: 'Widget', price: i }];
        return i % 4 === 3 ? [`k${i}`, { name: 'Widget', price: 'a lot' }] : [`k${i}`, { name: 'Widget', price: i }];
      });
      const { total, succeeded, failed, errors } = await bucket.putAll(entries);
      assert.deepEqual({ total, succeeded, failed }, { total: 100, succeeded: 50, failed: 50 });
      assert.deepEqual(
        [...errors.keys()].sort(),
        entries
          .filter((_, i) => i % 2 === 1)
          .map(([key]) => key)
          .sort(),
      );
      assert.deepEqual(new Set(codes(errors)), new Set(['INVALID_KEY', 'INVALID_VALUE']));
      assert.equal((await collect(bucket.keys())).length, 50);
    },
  },
  {
    title: 'writes a key that stands twice in order, so that the last wins',
    run: async (make) => {
      const bucket = await make<number>({ history: 64 });
      const entries = Array.from({ length: 60 }, (_, i): readonly [string, number] => [`k${i % 3}`, i]);
      const result = await bucket.putAll(entries);
      assert.deepEqual([result.total, result.succeeded], [60, 60]);
      const values = (await collect(bucket.history('k1'))).map(({ value }) => value);
      assert.deepEqual(
        values,
        Array.from({ length: 20 }, (_, i) => i * 3 + 1),
      );
    },
  },
  {
    title: 'reports progress that grows to the result',
    run: async (make) => {
      const bucket = await make<number>({});
      const reports: BatchProgress[] = [];
      await bucket.putAll(pairs(200), { window: 10, onProgress: (progress) => reports.push(progress) });
      assert.ok(reports.length > 2);
      assert.deepEqual(reports.at(-1), { total: 200, succeeded: 200, failed: 0 });
      assert.ok(reports.every(({ succeeded }, i) => i === 0 || succeeded >= (reports[i - 1]?.succeeded ?? 0)));
    },
  },
  {
    title: 'does nothing for no entries',
    run: async (make) => {
      const bucket = await make({});
      const nothing = { total: 0, succeeded: 0, failed: 0, errors: new Map() };
      assert.deepEqual(await bucket.putAll([]), nothing);
      assert.deepEqual(await bucket.putAll({}), nothing);
      assert.deepEqual(await bucket.deleteAll([]), nothing);
      assert.deepEqual(await bucket.getAll([]), new Map());
    },
  },
  {
    title: 'deletes many keys',
    run: async (make) => {
      const bucket = await make<number>({});
      await bucket.putAll(pairs(10));
      const result = await bucket.deleteAll(['k1', 'k3', 'bad key', 'never.there']);
      assert.deepEqual([result.total, result.succeeded, result.failed], [4, 3, 1]);
      assert.deepEqual(codes(result.errors), ['INVALID_KEY']);
      assert.equal((await collect(bucket.keys())).length, 8);
    },
  },
  {
    title: 'gets many keys, those without a value left out',
    run: async (make) => {
      const bucket = await make<number>({});
      await bucket.putAll(pairs(300));
      await bucket.delete('k5');
      const found = await bucket.getAll(['k299', 'none', 'k5', 'k0', 'k299']);
      assert.deepEqual(
        [...found].map(([key, entry]) => [key, entry.key, entry.value]),
        [
          ['k299', 'k299', 299],
          ['k0', 'k0', 0],
        ],
      );
      const all = await bucket.getAll(pairs(300).map(([key]) => key));
      assert.equal(all.size, 299);
      assert.deepEqual(all.get('k7'), await bucket.get('k7'));
    },
  },
  {
    title: 'passes on the error of a source, after what it gave is written',
    run: async (make) => {
      const bucket = await make<number>({});
      function* broken(): Generator<readonly [string, number]> {
        yield ['a', 1];
        yield ['b', 2];
        throw new Error('the source broke');
      }
      await assert.rejects(bucket.putAll(broken()), /the source broke/);
      assert.deepEqual(await collect(bucket.keys()), ['a', 'b']);
    },
  },
  {
    title: 'refuses a window that is none',
    run: async (make) => {
      const bucket = await make<number>({});
      for (const window of [0, -1, 1.5, Number.NaN]) {
        await assert.rejects(bucket.putAll(pairs(1), { window }), { code: 'INVALID_CONFIGURATION' });
      }
    },
  },
  {
    title: 'refuses a filter and nothing at all where it takes keys',
    run: async (make) => {
      const bucket = await make<number>({});
      await bucket.put('a', 1);
      for (const wrong of ['a', undefined, null, 5]) {
        // A program without a type check can pass this.
        await assert.rejects(bucket.deleteAll(wrong as never), { code: 'INVALID_CONFIGURATION' });
        await assert.rejects(bucket.getAll(wrong as never), { code: 'INVALID_CONFIGURATION' });
      }
      assert.equal((await bucket.get('a'))?.value, 1);
    },
  },
];

import assert from 'node:assert/strict';
import type { KeyValueChange } from '@symphony-ts/storage';
import type { ConformanceCase } from './conformance-case.js';
import { collect, signalled, take } from './observation.js';
import { itemSchema } from './value-cases.js';

const brief = ({ key, operation, value }: KeyValueChange): readonly unknown[] => [key, operation, value];

export const watchCases: readonly ConformanceCase[] = [
  {
    title: 'watches what is there, then what happens, removals included',
    run: async (make) => {
      const bucket = await make({ history: 3 });
      await bucket.put('a', 1);
      await bucket.put('b', 1);
      await bucket.put('a', 2);
      const changes: KeyValueChange[] = [];
      for await (const change of bucket.watch()) {
        changes.push(change);
        if (changes.length === 2) await bucket.put('c', 3);
        if (changes.length === 3) await bucket.delete('b');
        if (changes.length === 4) await bucket.purge('a');
        if (changes.length === 5) break;
      }
      assert.deepEqual(changes.map(brief), [
        ['b', 'put', 1],
        ['a', 'put', 2],
        ['c', 'put', 3],
        ['b', 'delete', undefined],
        ['a', 'purge', undefined],
      ]);
      const revisions = changes.map(({ revision }) => revision);
      assert.deepEqual(revisions, [2, 3, 4, 5, 6]);
    },
  },
  {
    title: 'watches the keys of a filter only',
    run: async (make) => {
      const bucket = await make({});
      await bucket.putAll({ 'orders.1': 1, 'items.1': 1, 'orders.2.lines': 1, 'orders.2': 1 });
      const changes = await take(bucket.watch('orders.*'), 2);
      assert.deepEqual(
        changes.map(({ key }) => key),
        ['orders.1', 'orders.2'],
      );
    },
  },
  {
    title: 'says when all that was there at first has been handed out',
    run: async (make) => {
      const bucket = await make({});
      await bucket.putAll({ a: 1, b: 2 });
      const seen: string[] = [];
      for await (const { key } of bucket.watch('>', { onInitialDone: () => seen.push('live') })) {
        seen.push(key);
        if (seen.length === 2) await bucket.put('c', 3);
        if (key === 'c') break;
      }
      assert.deepEqual(seen, ['a', 'b', 'live', 'c']);
    },
  },
  {
    title: 'is live at once on an empty bucket',
    run: async (make) => {
      const bucket = await make({});
      const { happened, happen } = signalled();
      const watching = take(bucket.watch('>', { onInitialDone: happen }), 1);
      await happened;
      await bucket.put('k', 1);
      assert.deepEqual((await watching).map(brief), [['k', 'put', 1]]);
    },
  },
  {
    title: 'leaves the present out where only changes are wanted',
    run: async (make) => {
      const bucket = await make({});
      await bucket.put('old', 1);
      const { happened, happen } = signalled();
      const watching = take(bucket.watch('>', { initial: 'none', onInitialDone: happen }), 2);
      await happened;
      await bucket.put('new', 2);
      await bucket.delete('old');
      assert.deepEqual((await watching).map(brief), [
        ['new', 'put', 2],
        ['old', 'delete', undefined],
      ]);
    },
  },
  {
    title: 'goes on after a revision, with every change that is kept',
    run: async (make) => {
      const bucket = await make({ history: 5 });
      const first = await bucket.put('k', 1);
      await bucket.put('k', 2);
      await bucket.delete('k');
      await bucket.put('k', 3);
      const changes = await take(bucket.watch('k', { since: first }), 3);
      assert.deepEqual(changes.map(brief), [
        ['k', 'put', 2],
        ['k', 'delete', undefined],
        ['k', 'put', 3],
      ]);
    },
  },
  {
    title: 'ends a watch in good order when its signal fires',
    run: async (make) => {
      const bucket = await make({});
      const controller = new AbortController();
      const watching = collect(
        bucket.watch('>', { signal: controller.signal, onInitialDone: () => controller.abort() }),
      );
      assert.deepEqual(await watching, []);
      assert.deepEqual(await collect(bucket.watch('>', { signal: controller.signal })), []);
    },
  },
  {
    title: 'ends a watch that is waiting for the next change',
    run: async (make) => {
      const bucket = await make({});
      await bucket.put('k', 1);
      const controller = new AbortController();
      const iterator = bucket.watch('>', { signal: controller.signal })[Symbol.asyncIterator]();
      assert.equal((await iterator.next()).value?.key, 'k');
      const waiting = iterator.next();
      controller.abort();
      assert.equal((await waiting).done, true);
    },
  },
  {
    title: 'serves several watches, each with every change',
    run: async (make) => {
      const bucket = await make({});
      const watches = Array.from({ length: 3 }, () => {
        const { happened, happen } = signalled();
        return { happened, changes: take(bucket.watch('>', { onInitialDone: happen }), 20) };
      });
      await Promise.all(watches.map(({ happened }) => happened));
      await bucket.putAll(Array.from({ length: 20 }, (_, i) => [`k${i}`, i] as const));
      for (const { changes } of watches) {
        assert.deepEqual(
          (await changes).map(({ value }) => value),
          Array.from({ length: 20 }, (_, i) => i),
        );
      }
    },
  },
  {
    title: 'fails on a stored value that does not fit, or hands its error over and goes on',
    run: async (make) => {
      const bucket = await make({ schema: drifting() });
      await bucket.put('a', { name: 'Widget', price: 1 });
      await bucket.put('b', { name: 'Widget', price: 2 });
      await bucket.put('c', { name: 'Widget', price: 3 });
      await assert.rejects(bucket.get('b'), { code: 'INVALID_VALUE' });
      await assert.rejects(take(bucket.watch(), 3), { code: 'INVALID_VALUE' });
      await assert.rejects(collect(bucket.history('b')), { code: 'INVALID_VALUE' });
      await assert.rejects(bucket.getAll(['a', 'b']), { code: 'INVALID_VALUE' });
      const errors: Error[] = [];
      const onInvalid = (error: Error): void => void errors.push(error);
      const changes = await take(bucket.watch('>', { onInvalid }), 2);
      assert.deepEqual(
        changes.map(({ key }) => key),
        ['a', 'c'],
      );
      assert.deepEqual([...(await bucket.getAll(['a', 'b'], { onInvalid })).keys()], ['a']);
      assert.equal((await collect(bucket.history('>', { onInvalid }))).length, 2);
      assert.deepEqual(
        errors.map((error) => Reflect.get(error, 'code')),
        ['INVALID_VALUE', 'INVALID_VALUE', 'INVALID_VALUE'],
      );
    },
  },
];

/** Accepts any item, but refuses the price 2 once it has been stored. It stands for a schema that became stricter. */
function drifting(): typeof itemSchema {
  const stored = new Set<number>();
  const standard = itemSchema['~standard'];
  return {
    '~standard': {
      ...standard,
      validate: (value) => {
        const price: unknown = Reflect.get(Object(value), 'price');
        if (price === 2 && stored.has(2)) return { issues: [{ message: 'too cheap', path: ['price'] }] };
        if (typeof price === 'number') stored.add(price);
        return standard.validate(value);
      },
    },
  };
}

import assert from 'node:assert/strict';
import type { ConformanceCase } from './conformance-case.js';
import { collect } from './observation.js';

export const revisionCases: readonly ConformanceCase[] = [
  {
    title: 'numbers writes upwards over the whole bucket',
    run: async (make) => {
      const bucket = await make({});
      const first = await bucket.put('a', 1);
      const second = await bucket.put('b', 1);
      const third = await bucket.put('a', 2);
      assert.deepEqual([second, third], [first + 1, first + 2]);
    },
  },
  {
    title: 'creates a key once, and says at which revision it is',
    run: async (make) => {
      const bucket = await make({});
      const revision = await bucket.create('k', 1);
      await assert.rejects(bucket.create('k', 2), {
        code: 'KEY_EXISTS',
        params: { bucket: bucket.name, key: 'k', revision },
      });
      assert.equal((await bucket.get('k'))?.value, 1);
    },
  },
  {
    title: 'creates again what was deleted or purged',
    run: async (make) => {
      const bucket = await make({ history: 3 });
      await bucket.create('k', 1);
      await bucket.delete('k');
      await bucket.create('k', 2);
      await bucket.purge('k');
      const revision = await bucket.create('k', 3);
      assert.deepEqual((await bucket.get('k'))?.revision, revision);
    },
  },
  {
    title: 'lets one of many creators win',
    run: async (make) => {
      const bucket = await make({});
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => bucket.create('k', i)));
      const winners = outcomes.flatMap((outcome, i) => (outcome.status === 'fulfilled' ? [i] : []));
      assert.equal(winners.length, 1);
      assert.equal((await bucket.get('k'))?.value, winners[0]);
    },
  },
  {
    title: 'updates only from the revision that is there',
    run: async (make) => {
      const bucket = await make({});
      const first = await bucket.put('k', 1);
      const second = await bucket.update('k', 2, first);
      await assert.rejects(bucket.update('k', 3, first), {
        code: 'REVISION_CONFLICT',
        expected: first,
        actual: second,
      });
      assert.equal((await bucket.get('k'))?.value, 2);
    },
  },
  {
    title: 'has no actual revision to name for a key that is not there, or no more',
    run: async (make) => {
      const bucket = await make({});
      const other = await bucket.put('other', 1);
      await assert.rejects(bucket.update('k', 1, other), {
        code: 'REVISION_CONFLICT',
        expected: other,
        actual: undefined,
      });
      const revision = await bucket.put('k', 1);
      await bucket.delete('k');
      await assert.rejects(bucket.update('k', 2, revision), { code: 'REVISION_CONFLICT', actual: undefined });
    },
  },
  {
    title: 'loses no increment of many that update at once',
    run: async (make) => {
      const bucket = await make<number>({});
      await bucket.put('counter', 0);
      const increment = async (): Promise<void> => {
        for (;;) {
          const entry = await bucket.get('counter');
          assert.ok(entry);
          try {
            await bucket.update('counter', entry.value + 1, entry.revision);
            return;
          } catch (error) {
            assert.equal((error as { code?: string }).code, 'REVISION_CONFLICT');
          }
        }
      };
      await Promise.all(Array.from({ length: 10 }, increment));
      assert.equal((await bucket.get('counter'))?.value, 10);
    },
  },
  {
    title: 'reads an older revision as long as it is kept, of its own key only',
    run: async (make) => {
      const bucket = await make({ history: 2 });
      const first = await bucket.put('k', 'one');
      const second = await bucket.put('k', 'two');
      const other = await bucket.put('x', 'other');
      assert.equal((await bucket.get('k', { revision: first }))?.value, 'one');
      await bucket.put('k', 'three');
      assert.equal(await bucket.get('k', { revision: first }), undefined);
      assert.equal((await bucket.get('k', { revision: second }))?.value, 'two');
      assert.equal(await bucket.get('k', { revision: other }), undefined);
      for (const revision of [0, -1, 1_000_000, Number.NaN])
        assert.equal(await bucket.get('k', { revision }), undefined);
    },
  },
  {
    title: 'refuses a revision that is no number',
    run: async (make) => {
      const bucket = await make({});
      const revision = await bucket.put('k', 1);
      for (const wrong of [undefined, null, String(revision), {}, revision + 0.5, Number.NaN]) {
        // As a program without a type check hands it over.
        await assert.rejects(bucket.update('k', 2, wrong as number), { code: 'INVALID_CONFIGURATION' });
      }
      await assert.rejects(bucket.delete('k', { revision: String(revision) as never }), {
        code: 'INVALID_CONFIGURATION',
      });
      assert.equal((await bucket.get('k'))?.value, 1);
    },
  },
  {
    title: 'deletes and purges, from a revision where one is given',
    run: async (make) => {
      const bucket = await make({ history: 5 });
      const first = await bucket.put('k', 1);
      const second = await bucket.put('k', 2);
      await assert.rejects(bucket.delete('k', { revision: first }), { code: 'REVISION_CONFLICT', actual: second });
      await assert.rejects(bucket.purge('k', { revision: first }), { code: 'REVISION_CONFLICT', actual: second });
      await bucket.delete('k', { revision: second });
      assert.equal(await bucket.get('k'), undefined);
      await bucket.delete('never-there');
      await bucket.purge('never-there-either');
      assert.deepEqual(await collect(bucket.keys()), []);
    },
  },
  {
    title: 'keeps the history of a deleted key, and none of a purged one',
    run: async (make) => {
      const bucket = await make({ history: 3 });
      for (const value of [1, 2, 3, 4]) await bucket.put('k', value);
      await bucket.put('other', 9);
      await bucket.delete('k');
      const kept = await collect(bucket.history('k'));
      assert.deepEqual(
        kept.map(({ operation, value }) => [operation, value]),
        [
          ['put', 3],
          ['put', 4],
          ['delete', undefined],
        ],
      );
      await bucket.purge('k');
      assert.deepEqual(
        (await collect(bucket.history('k'))).map(({ operation }) => operation),
        ['purge'],
      );
      assert.equal((await collect(bucket.history('>'))).length, 2);
      assert.deepEqual(await collect(bucket.history('none')), []);
    },
  },
  {
    title: 'keeps one revision of each key unless told otherwise',
    run: async (make) => {
      const bucket = await make({});
      for (const value of [1, 2, 3]) await bucket.put('k', value);
      assert.deepEqual(
        (await collect(bucket.history('k'))).map(({ value }) => value),
        [3],
      );
    },
  },
  {
    title: 'lists the keys that hold a value, by filter',
    run: async (make) => {
      const bucket = await make({ history: 3 });
      for (const key of ['orders.1', 'orders.2', 'orders.2.lines', 'items.1', 'gone', 'orders.1'])
        await bucket.put(key, 1);
      await bucket.delete('gone');
      assert.deepEqual(await collect(bucket.keys()), ['orders.2', 'orders.2.lines', 'items.1', 'orders.1']);
      assert.deepEqual(await collect(bucket.keys('orders.*')), ['orders.2', 'orders.1']);
      assert.deepEqual(await collect(bucket.keys('orders.>')), ['orders.2', 'orders.2.lines', 'orders.1']);
      assert.deepEqual(await collect(bucket.keys('*.1')), ['items.1', 'orders.1']);
      assert.deepEqual(await collect(bucket.keys('items.1')), ['items.1']);
      assert.deepEqual(await collect(bucket.keys('none.*')), []);
    },
  },
];

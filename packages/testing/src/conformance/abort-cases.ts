import assert from 'node:assert/strict';
import type { BatchProgress } from '@symphony-ts/storage';
import type { ConformanceCase } from './conformance-case.js';
import { collect } from './observation.js';

export const abortCases: readonly ConformanceCase[] = [
  {
    title: 'begins nothing when its signal has fired before',
    run: async (make) => {
      const bucket = await make<number>({});
      const revision = await bucket.put('k', 1);
      const options = { signal: AbortSignal.abort(new Error('no longer wanted')) };
      const calls = [
        bucket.get('k', options),
        bucket.put('k', 2, options),
        bucket.create('new', 2, options),
        bucket.update('k', 2, revision, options),
        bucket.delete('k', options),
        bucket.purge('k', options),
        bucket.putAll({ k: 2 }, options),
        bucket.deleteAll(['k'], options),
        bucket.getAll(['k'], options),
        collect(bucket.keys('>', options)),
        collect(bucket.history('k', options)),
      ];
      for (const call of calls) {
        await assert.rejects(call, (error: Error) => {
          assert.equal(Reflect.get(error, 'code'), 'ABORTED');
          assert.equal((error.cause as Error).message, 'no longer wanted');
          return true;
        });
      }
      assert.deepEqual([(await bucket.get('k'))?.revision, await bucket.get('new')], [revision, undefined]);
    },
  },
  {
    title: 'stops a batch in the middle, and says how far it came',
    run: async (make) => {
      const bucket = await make<number>({});
      const controller = new AbortController();
      let taken = 0;
      async function* endless(): AsyncGenerator<readonly [string, number]> {
        for (;;) {
          if (taken === 50) controller.abort();
          yield [`k${taken}`, taken++];
        }
      }
      let last: BatchProgress | undefined;
      const onProgress = (progress: BatchProgress): void => {
        last = progress;
      };
      await assert.rejects(bucket.putAll(endless(), { signal: controller.signal, onProgress }), { code: 'ABORTED' });
      assert.equal(last?.total, 50);
      assert.ok(taken <= 51, `${taken} taken`);
    },
  },
  {
    title: 'stops a batch whose source gives nothing more',
    run: async (make) => {
      const bucket = await make<number>({});
      const controller = new AbortController();
      async function* stuck(): AsyncGenerator<readonly [string, number]> {
        yield ['k', 1];
        setImmediate(() => controller.abort());
        await new Promise(() => undefined);
      }
      await assert.rejects(bucket.putAll(stuck(), { signal: controller.signal }), { code: 'ABORTED' });
    },
  },
  {
    title: 'stops a listing in the middle',
    run: async (make) => {
      const bucket = await make<number>({});
      await bucket.putAll(Array.from({ length: 50 }, (_, i) => [`k${i}`, i] as const));
      for (const list of [bucket.keys.bind(bucket), bucket.history.bind(bucket)]) {
        const controller = new AbortController();
        let count = 0;
        const listing = (async () => {
          for await (const _ of list('>', { signal: controller.signal })) if (++count === 10) controller.abort();
        })();
        await assert.rejects(listing, { code: 'ABORTED' });
        assert.equal(count, 10);
      }
    },
  },
];

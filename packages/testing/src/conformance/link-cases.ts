import assert from 'node:assert/strict';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { MakeLinkedBucket } from './conformance-case.js';
import { collect, signalled, take, until } from './observation.js';

/** One promise that every bucket keeps when its link to the server breaks. */
export interface LinkCase {
  /** Finishes the sentence "it …". */
  readonly title: string;
  readonly run: (make: MakeLinkedBucket) => Promise<void>;
}

/** Long enough for a reconnect on a busy machine. */
const PATIENT = { timeoutMs: 60_000 };
/** A call that waits longer than this has failed. A busy server answers within it. */
const HASTY = { timeoutMs: 2_000 };

const notSent = (error: unknown): boolean => {
  assert.equal(Reflect.get(Object(error), 'code'), 'DISCONNECTED', String(error));
  assert.equal(Reflect.get(Object(error), 'isSent'), false);
  return true;
};

export const linkCases: readonly LinkCase[] = [
  {
    title: 'keeps what is asked while the link is down, in order, until it is back',
    run: async (make) => {
      const { bucket, disconnect, reconnect } = await make<number>(PATIENT);
      const before = await bucket.put('old', 1);
      await disconnect();
      const asked = [
        bucket.put('new', 1),
        bucket.put('new', 2),
        bucket.create('made', 3),
        bucket.update('old', 4, before),
      ];
      const read = bucket.get('old');
      await reconnect();
      const revisions = await Promise.all(asked);
      assert.ok(revisions.every((revision) => revision > before));
      assert.ok([1, 4].includes(Number((await read)?.value)));
      const found = await bucket.getAll(['old', 'new', 'made']);
      assert.deepEqual(
        [...found].map(([key, { value }]) => [key, value]),
        [
          ['old', 4],
          ['new', 2],
          ['made', 3],
        ],
      );
    },
  },
  {
    title: 'refuses what waited too long, and says that nothing was sent',
    run: async (make) => {
      const { bucket, disconnect, reconnect } = await make<number>(HASTY);
      const revision = await bucket.put('k', 1);
      await disconnect();
      await Promise.all(everyCall(bucket, revision).map((call) => assert.rejects(call, notSent)));
      await reconnect();
      const read = (): Promise<unknown> => bucket.get('k').then((entry) => [entry?.value, entry?.revision]);
      await until(() =>
        read().then(
          () => true,
          () => false,
        ),
      );
      assert.deepEqual(await read(), [1, revision]);
    },
  },
  {
    // On a server this takes 30 s: a request for many keys waits that long for a connection, because the server may be
    // restarting.
    title: 'counts what a batch could not send as failed, and refuses to read many keys',
    run: async (make) => {
      const { bucket, disconnect } = await make<number>(HASTY);
      await disconnect();
      const reading = bucket.getAll(['a', 'b']).catch((error: unknown) => error);
      const result = await bucket.putAll({ a: 1, b: 2, c: 3 });
      assert.deepEqual([result.total, result.succeeded, result.failed], [3, 0, 3]);
      for (const [, error] of result.errors) notSent(error);
      notSent(await reading);
    },
  },
  {
    title: 'writes a batch once the link is back',
    run: async (make) => {
      const { bucket, disconnect, reconnect } = await make<number>(PATIENT);
      await disconnect();
      const batch = bucket.putAll(Array.from({ length: 50 }, (_, index) => [`k${index}`, index] as const));
      await reconnect();
      assert.deepEqual(await batch.then(({ succeeded, failed }) => [succeeded, failed]), [50, 0]);
      assert.equal((await collect(bucket.keys())).length, 50);
    },
  },
  {
    title: 'ends what waits for the link when its signal fires',
    run: async (make) => {
      const { bucket, disconnect } = await make<number>(PATIENT);
      await disconnect();
      const controller = new AbortController();
      const calls = [bucket.put('k', 1, { signal: controller.signal }), bucket.get('k', { signal: controller.signal })];
      controller.abort();
      for (const call of calls) await assert.rejects(call, { code: 'ABORTED' });
    },
  },
  {
    title: 'goes on with a watch after the link is back',
    run: async (make) => {
      const { bucket, disconnect, reconnect } = await make<number>(PATIENT);
      await bucket.put('first', 1);
      const { happened, happen } = signalled();
      const seen = take(bucket.watch('>', { onInitialDone: happen }), 2);
      await happened;
      await disconnect();
      const written = bucket.put('second', 2);
      await reconnect();
      await written;
      assert.deepEqual(
        (await seen).map((change) => change.key),
        ['first', 'second'],
      );
    },
  },
];

const everyCall = (bucket: KeyValueBucket<number>, revision: number): readonly (() => Promise<unknown>)[] => [
  () => bucket.get('k'),
  () => bucket.put('k', 2),
  () => bucket.create('new', 2),
  () => bucket.update('k', 2, revision),
  () => bucket.delete('k'),
  () => bucket.purge('k'),
  () => collect(bucket.keys()),
  () => collect(bucket.history('k')),
];

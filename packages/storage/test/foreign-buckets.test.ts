import { jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { collect, startTestServer, type TestServer } from './servers.js';

let running: TestServer;

beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running[Symbol.asyncDispose]());

/** A bucket that another client library or an operator may have created. */
async function foreign(name: string, config: Partial<StreamConfig>): Promise<KeyValueBucket> {
  const manager = await jetstreamManager(running.nc);
  const base = { name: `KV_${name}`, max_msgs_per_subject: 5, allow_rollup_hdrs: true, deny_delete: true };
  await manager.streams.add({ ...base, ...(config.mirror ? {} : { subjects: [`$KV.${name}.>`] }), ...config });
  return openBucket(running.nc, name);
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'stored',
    (error: unknown) => Reflect.get(error as object, 'code'),
  );

/** The results of all operations of a bucket, for a comparison. */
async function useAll(bucket: KeyValueBucket): Promise<void> {
  const first = await bucket.create('a', 1);
  await expect(bucket.create('a', 1)).rejects.toMatchObject({ code: 'KEY_EXISTS', params: { revision: first } });
  const second = await bucket.update('a', 2, first);
  await expect(bucket.update('a', 3, first)).rejects.toMatchObject({ code: 'REVISION_CONFLICT', actual: second });
  expect((await bucket.get('a'))?.value).toBe(2);
  expect((await bucket.get('a', { consistent: true }))?.value).toBe(2);
  expect((await bucket.get('a', { revision: first }))?.value).toBe(1);
  expect(await bucket.get('a', { revision: second + 100 })).toBeUndefined();
  expect(await bucket.get('none')).toBeUndefined();
  expect((await bucket.putAll(Array.from({ length: 300 }, (_, i) => [`k${i}`, i] as const))).succeeded).toBe(300);
  const many = await bucket.getAll(['k7', 'none', 'k299', 'a']);
  expect([...many].map(([key, { value }]) => [key, value])).toEqual([
    ['k7', 7],
    ['k299', 299],
    ['a', 2],
  ]);
  expect((await collect(bucket.keys())).length).toBe(301);
  expect((await collect(bucket.history('a'))).map(({ value }) => value)).toEqual([1, 2]);
  await bucket.delete('a');
  expect(await bucket.get('a')).toBeUndefined();
  expect(await bucket.create('a', 'again')).toBeGreaterThan(second);
  await bucket.purge('k7');
  expect((await bucket.getAll(['k7', 'k8'])).size).toBe(1);
}

describe('a bucket that somebody else made', () => {
  it('without direct reads, is read from its leader', async () => {
    await useAll(await foreign('indirect', { allow_direct: false }));
  });

  it('without direct reads, is read where it was opened unasked', async () => {
    await foreign('unasked', { allow_direct: false });
    const bucket = await openBucket(running.nc, 'unasked', { mustExist: false });
    await bucket.put('a', 1);
    expect((await bucket.get('a'))?.value).toBe(1);
    expect((await bucket.getAll(['a'])).size).toBe(1);
  });

  it('as a mirror, reads what its origin has, and writes to the origin', async () => {
    const origin = await foreign('origin', { allow_direct: true });
    await origin.put('before', 1);
    const mirror = await foreign('mirrored', { mirror: { name: 'KV_origin' }, mirror_direct: true });
    const follower = mirror.watch('>')[Symbol.asyncIterator]();
    expect((await follower.next()).value).toMatchObject({ key: 'before', value: 1 });
    const revision = await mirror.put('after', 2);
    expect((await follower.next()).value).toMatchObject({ key: 'after', value: 2, revision });
    await follower.return?.();
    expect((await mirror.get('after'))?.value).toBe(2);
    expect((await origin.get('after'))?.value).toBe(2);
    expect((await collect(mirror.keys())).toSorted()).toEqual(['after', 'before']);
    expect((await mirror.getAll(['before', 'after'])).size).toBe(2);
    await expect(mirror.create('after', 3)).rejects.toMatchObject({ code: 'KEY_EXISTS' });
  });

  it('with a mirror that answers reads, gives back what one wrote', async () => {
    const origin = await foreign('source', { allow_direct: true });
    await foreign('copy', { mirror: { name: 'KV_source' }, mirror_direct: true });
    for (let i = 0; i < 300; i++) {
      const revision = await origin.put(`k${i % 7}`, i);
      expect((await origin.get(`k${i % 7}`))?.revision).toBe(revision);
      await origin.create(`new${i}`, i);
      expect((await origin.get(`new${i}`))?.value).toBe(i);
    }
  });

  it.each<[string, Partial<StreamConfig>]>([
    ['bytes', { max_bytes: 4_000, discard: 'new' }],
    ['messages', { max_msgs: 4, discard: 'new' }],
    ['revisions of a key', { max_msgs_per_subject: 1, discard: 'new', discard_new_per_subject: true, max_msgs: 10 }],
  ])('full of %s, says so', async (what, config) => {
    const bucket = await foreign(`full_${what.replaceAll(' ', '_')}`, config);
    let code: unknown = 'stored';
    for (let i = 0; code === 'stored' && i < 100; i++)
      code = await codeOf(bucket.put('k'.repeat(1 + (i % 2)), 'x'.repeat(500)));
    expect(code).toBe('STORAGE_FULL');
    const { errors } = await bucket.putAll({ k: 'x'.repeat(500), kk: 'x'.repeat(500) });
    expect(new Set([...errors.values()].map((error) => Reflect.get(error, 'code')))).toEqual(new Set(['STORAGE_FULL']));
  });

  it('with a limit for values, says how much it takes', async () => {
    const bucket = await foreign('narrow', { max_msg_size: 50 });
    await expect(bucket.put('a', 'x'.repeat(60))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      params: { bytes: 62, maxBytes: 50 },
    });
    const { errors } = await bucket.putAll({ a: 'x'.repeat(60), b: 1 });
    expect([...errors]).toEqual([['a', expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' })]]);
  });

  it('without roll-ups, says why it cannot be purged', async () => {
    const bucket = await foreign('unpurged', { allow_rollup_hdrs: false });
    await bucket.put('a', 1);
    await expect(bucket.purge('a')).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining('rollup'),
      remedy: expect.stringContaining('a retry does not help'),
    });
  });

  it('with keys in other scripts, reads, watches and removes what it lists', async () => {
    const bucket = await foreign('scripts', { allow_direct: true });
    const listed = ['ü', 'straße.größe', '日本', '🎻', 'a\u00a0b'];
    for (const key of [...listed, 'a*b', '>>', 'x\u0001']) {
      await running.nc.request(`$KV.scripts.${key}`, JSON.stringify(key), { timeout: 10_000 });
    }
    expect(await collect(bucket.keys())).toEqual(listed);
    expect(await collect(bucket.keys('straße.*'))).toEqual(['straße.größe']);
    for (const key of listed) {
      expect((await bucket.get(key))?.value).toBe(key);
      expect((await bucket.get(key, { consistent: true }))?.value).toBe(key);
      expect(await collect(bucket.history(key))).toHaveLength(1);
    }
    expect([...(await bucket.getAll(bucket.keys())).keys()]).toEqual(listed);
    const follower = bucket.watch('straße.>')[Symbol.asyncIterator]();
    expect((await follower.next()).value).toMatchObject({ key: 'straße.größe', operation: 'put' });
    await follower.return?.();
    await bucket.delete('ü');
    await bucket.purge('日本');
    expect((await bucket.deleteAll(['🎻', 'straße.größe'])).succeeded).toBe(2);
    expect(await collect(bucket.keys())).toEqual(['a\u00a0b']);
  });

  it.each<[string, Partial<StreamConfig>, string]>([
    ['interest', { retention: 'interest' }, 'interest'],
    ['work_queue', { retention: 'workqueue' }, 'workqueue'],
    ['mute', { no_ack: true }, 'no_ack'],
  ])('and loses or moves values (%s) is not opened', async (name, config, reason) => {
    await expect(foreign(name, config)).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining(reason),
    });
  });

  it('with the retention of a work queue, says why it cannot be listed or watched', async () => {
    await expect(foreign('queue', { retention: 'workqueue' })).rejects.toMatchObject({ code: 'STORAGE_REFUSED' });
    const bucket = await openBucket(running.nc, 'queue', { mustExist: false });
    await bucket.put('a', 1);
    expect((await bucket.get('a'))?.value).toBe(1);
    for (const read of [bucket.keys(), bucket.history('a'), bucket.watch()]) {
      await expect(read[Symbol.asyncIterator]().next()).rejects.toMatchObject({
        code: 'STORAGE_REFUSED',
        message: expect.stringContaining('workqueue'),
      });
    }
  });
});

import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyAssets,
  backupStream,
  cloneStream,
  drillBackup,
  exportAssets,
  planAssets,
  restoreStream,
  verifyBackup,
} from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';
import { contentsOf, createFullStream } from './support/full-stream.js';

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'assets-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const code = (what: string) => expect.objectContaining({ code: what });
const actionsOf = (steps: Awaited<ReturnType<typeof planAssets>>) =>
  steps.map(({ action, stream, consumer }) => [action, stream, ...(consumer === undefined ? [] : [consumer])]);

describe('applyAssets', () => {
  it('makes what is missing, changes what differs, and then has nothing to do', async () => {
    const [name, bucket] = [uniqueName('S'), uniqueName('B')];
    const wanted = {
      streams: [{ name, subjects: [`${name}.>`], consumers: [{ durable_name: 'C', max_deliver: 5 }] }],
      buckets: [{ bucket, history: 3 }],
      objects: [{ bucket }],
    };
    const { failed } = await applyAssets(fixture.manager, wanted);
    expect(failed.size).toBe(0);
    const keeps = actionsOf(await planAssets(fixture.manager, wanted));
    expect(keeps).toEqual([
      ['keep', name],
      ['keep', name, 'C'],
      ['keep', `KV_${bucket}`],
      ['keep', `OBJ_${bucket}`],
    ]);
    const changed = {
      streams: [{ name, subjects: [`${name}.>`], max_msgs: 10, consumers: [{ durable_name: 'C', max_deliver: 7 }] }],
    };
    expect(actionsOf(await planAssets(fixture.manager, changed))).toEqual([
      ['update', name],
      ['update', name, 'C'],
    ]);
    await applyAssets(fixture.manager, changed);
    expect((await fixture.manager.streams.load(name)).config.max_msgs).toBe(10);
    expect((await fixture.manager.consumers(name).load('C')).config.max_deliver).toBe(7);
  });

  it('makes anew what cannot be changed, only where told, and the messages come along', async () => {
    const name = uniqueName('R');
    await createFullStream(fixture, name, 50, 100);
    const before = await contentsOf(fixture.manager, name);
    // An update cannot change the storage. Servers before 2.15 cannot restore a snapshot into memory either.
    const wanted = { streams: [{ name, subjects: [`${name}.*`], storage: 'memory' as const }] };
    expect(actionsOf(await planAssets(fixture.manager, wanted))).toEqual([['recreate', name]]);
    const refused = await applyAssets(fixture.manager, wanted);
    expect([...refused.failed.values()]).toEqual([code('RECREATION_NEEDED')]);
    const { failed } = await applyAssets(fixture.manager, wanted, { recreate: true });
    if (fixture.isAtLeast('2.15.0')) {
      expect(failed.size).toBe(0);
      expect((await fixture.manager.streams.load(name)).config.storage).toBe('memory');
    } else {
      expect([...failed.values()]).toEqual([code('FEATURE_UNSUPPORTED')]);
    }
    expect(await contentsOf(fixture.manager, name)).toMatchObject({
      ...(before as object),
      bytes: expect.any(Number),
    });
  });

  it.each<[string, string, RegExp]>([
    ['a stream without a name', '{"streams":[{"subjects":["x"]}]}', /streams\[0\] has no name/],
    ['a stream that is none', '{"streams":[null]}', /streams\[0\] is not an object/],
    ['a name that is not a text', '{"streams":[{"name":5}]}', /streams\[0\] has no name/],
    ['a misspelt setting', '{"streams":[{"name":"X","max_mgs":5}]}', /streams\[0\] \(X\): max_mgs: not a known field/],
    ['a setting of a wrong type', '{"streams":[{"name":"X","max_msgs":"5"}]}', /\(X\): max_msgs: /],
    ['consumers that are no list', '{"streams":[{"name":"X","consumers":{}}]}', /\(X\): consumers: not a list/],
    [
      'a misspelt setting of a consumer',
      '{"streams":[{"name":"X","consumers":[{"durable_name":"C","filter":"x"}]}]}',
      /streams\[0\]\.consumers\[0\] \(C\): filter: not a known field/,
    ],
    ['a misspelt setting of a bucket', '{"buckets":[{"bucket":"b","histroy":5}]}', /\(b\): histroy: not a known/],
    ['a bucket without a name', '{"buckets":[{"name":"b"}]}', /buckets\[0\] has no bucket/],
    ['the history of an object store', '{"objects":[{"bucket":"b","history":5}]}', /\(b\): history: not a known/],
  ])('refuses %s before anything is done', async (_, text, problem) => {
    const plan = planAssets(fixture.manager, JSON.parse(text));
    await expect(plan).rejects.toThrow(code('INVALID_CONFIGURATION'));
    await expect(plan).rejects.toThrow(problem);
  });

  it('makes a consumer anew behind its ack floor', async () => {
    const name = uniqueName('RC');
    const stream = await createFullStream(fixture, name, 20, 10);
    const wanted = {
      streams: [
        {
          name,
          subjects: [`${name}.*`],
          consumers: [{ durable_name: 'HALF', ack_wait: 600e9, ack_policy: 'all' as const }],
        },
      ],
    };
    expect(actionsOf(await planAssets(fixture.manager, wanted))[1]).toEqual(['recreate', name, 'HALF']);
    await applyAssets(fixture.manager, wanted, { recreate: true });
    const next = await (await stream.consumers.load('HALF')).nextMessage();
    expect(next?.seq).toBe(6);
  });

  it('deletes what is not wanted only where told, and never buckets', async () => {
    const other = await startFixture();
    await other.manager.streams.create({ name: 'OLD', subjects: ['old'] });
    await other.manager.streams.create({ name: 'KV_b', subjects: ['$KV.b.>'] });
    const stream = await other.manager.streams.create({ name: 'S', subjects: ['s'] });
    await stream.consumers.create({ durable_name: 'OLD' });
    const wanted = { streams: [{ name: 'S', subjects: ['s'], max_age: stream.config.max_age, consumers: [] }] };
    expect(actionsOf(await planAssets(other.manager, wanted))).toEqual([['keep', 'S']]);
    const steps = await planAssets(other.manager, wanted, { prune: true });
    expect(actionsOf(steps)).toEqual([
      ['keep', 'S'],
      ['delete', 'S', 'OLD'],
      ['delete', 'OLD'],
    ]);
    await applyAssets(other.manager, wanted, { prune: true });
    expect(await other.manager.streams.names()).toEqual(['KV_b', 'S']);
    await other.stop();
  });

  it('blocks a stream that cannot be read, and does the rest', async () => {
    const other = await startFixture();
    if (!other.isAtLeast('2.10.0')) return other.stop();
    for (const name of ['FAR', 'UNWANTED', 'KV_b']) {
      const config = { name, subjects: [name], storage: 'memory', retention: 'limits', num_replicas: 1 };
      // This JSON is written by hand, because a `number` cannot hold this integer.
      const json = `${JSON.stringify(config).slice(0, -1)},"first_seq":9007199254740993}`;
      await other.nc.request(`$JS.API.STREAM.CREATE.${name}`, json, { timeout: 10_000 });
    }
    const wanted = {
      streams: [
        { name: 'FAR', subjects: ['FAR'], consumers: [{ durable_name: 'C' }] },
        { name: 'NEAR', subjects: ['NEAR'] },
      ],
    };
    const steps = await planAssets(other.manager, wanted, { prune: true });
    expect(actionsOf(steps)).toEqual([
      ['blocked', 'FAR'],
      ['create', 'NEAR'],
      ['blocked', 'UNWANTED'],
    ]);
    expect(steps.map(({ trouble }) => trouble)).toEqual([code('UNSAFE_INTEGER'), undefined, code('UNSAFE_INTEGER')]);
    const { done, failed } = await applyAssets(other.manager, wanted);
    expect([actionsOf(done), [...failed.values()]]).toEqual([[['create', 'NEAR']], [code('UNSAFE_INTEGER')]]);
    const skipped: string[] = [];
    const { streams } = await exportAssets(other.manager, { onSkipped: ({ stream }) => skipped.push(stream) });
    expect([streams?.map(({ name }) => name), skipped.sort()]).toEqual([['NEAR'], ['FAR', 'KV_b', 'UNWANTED']]);
    await other.stop();
  });

  it('blocks a consumer that cannot be read', async () => {
    const other = await startFixture();
    if (!other.isAtLeast('2.10.0')) return other.stop();
    const stream = await other.manager.streams.create({ name: 'S', subjects: ['s'] });
    await stream.consumers.create({ durable_name: 'NEAR' });
    // The largest possible limit. Go programs write it for no limit.
    const config = '"ack_policy":"explicit","max_ack_pending":9223372036854775807';
    await other.nc.request(
      '$JS.API.CONSUMER.CREATE.S.FAR',
      `{"stream_name":"S","config":{"durable_name":"FAR",${config}}}`,
    );
    const settings = { name: 'S', subjects: ['s'] };
    const wanted = { streams: [{ ...settings, consumers: [{ durable_name: 'FAR' }, { durable_name: 'NEAR' }] }] };
    const steps = await planAssets(other.manager, wanted);
    expect(actionsOf(steps).slice(1)).toEqual([
      ['blocked', 'S', 'FAR'],
      ['keep', 'S', 'NEAR'],
    ]);
    const skipped: unknown[] = [];
    await exportAssets(other.manager, { onSkipped: (asset) => skipped.push(asset) });
    expect(skipped).toEqual([{ stream: 'S', consumer: 'FAR', trouble: code('UNSAFE_INTEGER') }]);
    await other.stop();
  });

  it('goes on after a step that fails', async () => {
    const name = uniqueName('F');
    const wanted = {
      streams: [
        { name: `${name}_BAD`, subjects: ['a..b'] },
        { name, subjects: [name] },
      ],
    };
    const { done, failed } = await applyAssets(fixture.manager, wanted);
    expect(actionsOf(done)).toEqual([['create', name]]);
    expect([...failed.keys()].map(({ stream }) => stream)).toEqual([`${name}_BAD`]);
  });

  it('refuses what is wanted twice or has no name', async () => {
    const twice = { streams: [{ name: 'A' }, { name: 'A' }] };
    await expect(planAssets(fixture.manager, twice)).rejects.toThrow(code('INVALID_CONFIGURATION'));
    const nameless = { streams: [{ name: 'A', consumers: [{}] }] };
    await expect(planAssets(fixture.manager, nameless)).rejects.toThrow(code('INVALID_CONFIGURATION'));
  });
});

describe('a consumer that is made anew', () => {
  const wantedIn = (name: string, retention: 'interest' | 'limits' | 'workqueue') => ({
    streams: [
      {
        name,
        subjects: [`${name}.*`],
        retention,
        consumers: [{ durable_name: 'C', ack_wait: 600e9, ack_policy: 'explicit' as const, max_waiting: 7 }],
      },
    ],
  });

  it.each(['interest', 'limits', 'workqueue'] as const)('keeps the messages of a stream by %s', async (retention) => {
    const name = uniqueName('KEEP');
    const wanted = wantedIn(name, retention);
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], retention });
    const consumer = await stream.consumers.create({ durable_name: 'C', ack_wait: 600e9, ack_policy: 'explicit' });
    await publish(fixture, `${name}.a`, 10);
    for (let count = 0; count < 3; count += 1) await (await consumer.nextMessage())?.ackAck();
    await applyAssets(fixture.manager, wanted, { recreate: true });
    expect(actionsOf(await planAssets(fixture.manager, wanted))).toEqual([
      ['keep', name],
      ['keep', name, 'C'],
    ]);
    const again = await stream.consumers.load('C');
    expect((await again.nextMessage())?.seq).toBe(4);
    expect([await again.pendingMessages(), await stream.consumers.names()]).toEqual([6, ['C']]);
  });

  it('goes on where the old one was, when the process had died in between', async () => {
    const name = uniqueName('PLACE');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 10);
    await stream.consumers.create({
      durable_name: 'REPLACING_C',
      description: 'jsm is replacing a consumer; until that is done this one keeps its place',
      deliver_policy: 'by_start_sequence',
      opt_start_seq: 6,
    });
    await applyAssets(fixture.manager, wantedIn(name, 'limits'), { prune: true });
    expect((await (await stream.consumers.load('C')).nextMessage())?.seq).toBe(6);
    expect(await stream.consumers.names()).toEqual(['C']);
  });
});

describe('a stream that was being replaced when that was cut off', () => {
  const noteOf = (host: string, backup: string) =>
    `jsm is replacing a stream. Until that is done its messages are in: ${JSON.stringify({ host, backup, aside: join(backup, '.aside') })}`;

  it('is not made without its messages where they are on another machine', async () => {
    const other = await startFixture();
    await other.manager.streams.create({
      name: 'REPLACING_S',
      subjects: ['note'],
      description: noteOf('elsewhere', '/backup'),
    });
    const wanted = { streams: [{ name: 'S', subjects: ['s'] }] };
    const steps = await planAssets(other.manager, wanted, { prune: true });
    expect(actionsOf(steps)).toEqual([['blocked', 'S']]);
    const { failed } = await applyAssets(other.manager, wanted, { prune: true, recreate: true });
    expect([...failed.values()]).toEqual([code('STREAM_NOT_PUT_BACK')]);
    expect(String([...failed.values()][0])).toContain('on elsewhere its messages are in /backup/.aside');
    expect(await other.manager.streams.names()).toEqual(['REPLACING_S']);
    expect(await exportAssets(other.manager)).toEqual({});
    await other.stop();
  });

  it('is not touched where somebody has made another one meanwhile', async () => {
    const other = await startFixture();
    await createFullStream(other, 'S', 20, 10);
    const backup = join(root, 'unfinished');
    await backupStream(other.manager, 'S', backup);
    await other.manager.streams.delete('S');
    const description = noteOf(hostname(), backup);
    await other.manager.streams.create({ name: 'REPLACING_S', subjects: ['note'], description });
    await other.manager.streams.create({ name: 'S', subjects: ['S.*'], max_msgs: 7 });
    await publish(other, 'S.new', 1);
    const wanted = { streams: [{ name: 'S', subjects: ['S.*'] }] };
    expect(actionsOf(await planAssets(other.manager, wanted))).toEqual([['recreate', 'S']]);
    const { failed } = await applyAssets(other.manager, wanted, { recreate: true });
    expect([...failed.values()]).toEqual([code('STREAM_NOT_PUT_BACK')]);
    expect((await (await other.manager.streams.load('S')).state()).messages).toBe(1);
    await expect(verifyBackup(backup)).resolves.toMatchObject({ stream: 'S' });
    await expect(restoreStream(other.manager, join(root, 'unfinished'))).rejects.toThrow(code('STREAM_EXISTS'));
    await other.manager.streams.delete('S');
    const { done } = await applyAssets(other.manager, wanted, { recreate: true });
    expect(actionsOf(done)).toEqual([['recreate', 'S']]);
    expect((await (await other.manager.streams.load('S')).state()).messages).toBe(18);
    expect(await other.manager.streams.names()).toEqual(['S']);
    await other.stop();
  });
});

describe('exportAssets', () => {
  it('gives what applying it leaves as it is, and makes the same elsewhere', async () => {
    const [source, target] = [await startFixture(), await startFixture()];
    const stream = await source.manager.streams.create({ name: 'S', subjects: ['s.>'], max_age: 60e9, discard: 'new' });
    await stream.consumers.create({ durable_name: 'C', filter_subject: 's.a', ack_wait: 10e9 });
    await applyAssets(source.manager, {
      buckets: [{ bucket: 'b', history: 5, ttl: 60e9 }],
      objects: [{ bucket: 'o' }],
    });
    const exported = await exportAssets(source.manager);
    expect(exported).toEqual({
      streams: [
        {
          name: 'S',
          subjects: ['s.>'],
          max_age: 60e9,
          discard: 'new',
          duplicate_window: 60e9,
          consumers: [expect.objectContaining({ durable_name: 'C', filter_subject: 's.a', ack_wait: 10e9 })],
        },
      ],
      buckets: [{ bucket: 'b', history: 5, ttl: 60e9 }],
      objects: [{ bucket: 'o' }],
    });
    const isKept = (steps: Awaited<ReturnType<typeof planAssets>>) => steps.every(({ action }) => action === 'keep');
    expect(isKept(await planAssets(source.manager, exported, { prune: true }))).toBe(true);
    const { failed } = await applyAssets(target.manager, exported);
    expect([...failed.values()]).toEqual([]);
    expect(await exportAssets(target.manager)).toEqual(exported);
    for (const each of [source, target]) await each.stop();
  });
});

describe('drills, clones and verification', () => {
  it('prove that a backup can be restored, and leave nothing', async () => {
    const name = uniqueName('DRILL');
    await createFullStream(fixture, name, 200, 500);
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    const drill = drillBackup(fixture.manager, directory);
    if (!fixture.isAtLeast('2.15.0')) {
      await expect(drill).rejects.toThrow(code('FEATURE_UNSUPPORTED'));
      expect(await verifyBackup(directory)).toMatchObject({
        stream: name,
        messages: undefined,
        verifiedBy: 'manifest',
      });
    } else {
      expect(await drill).toMatchObject({ stream: name, messages: 198, consumers: 2 });
      expect(await verifyBackup(directory)).toMatchObject({ stream: name, messages: 198, verifiedBy: 'manifest' });
    }
    expect(
      (await fixture.manager.streams.names()).filter((each) => each.startsWith('DRILL_') && each !== name),
    ).toEqual([]);
    await appendFile(join(directory, 'stream.tar.s2'), 'x');
    await expect(verifyBackup(directory)).rejects.toThrow(code('BACKUP_CORRUPT'));
  });

  it('make a copy with everything in it', async () => {
    if (!fixture.isAtLeast('2.15.0')) return;
    const name = uniqueName('ORIGINAL');
    await createFullStream(fixture, name, 50, 100);
    await cloneStream(fixture.manager, name, `${name}_COPY`);
    expect(await contentsOf(fixture.manager, `${name}_COPY`)).toEqual(await contentsOf(fixture.manager, name));
    await publish(fixture, `${name}.0`, 1);
    expect((await (await fixture.manager.streams.load(`${name}_COPY`)).state()).messages).toBe(48);
  });
});

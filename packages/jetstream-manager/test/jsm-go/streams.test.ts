/** What `test/streams_test.go` of jsm.go asserts, on a real server. */
import { headers } from '@nats-io/nats-core';
import { eventually } from '../../../../test/support/eventually.js';
import {
  createManager,
  defaultWorkQueue,
  findGaps,
  type NamedStreamSettings,
  type Stream,
  type StreamSettings,
  sampledDefaultConsumer,
} from '../../src/index.js';
import { collect, type Fixture, publish, startFixture, uniqueName } from '../support/fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.stop());

/** A stream of its own for one test, with a subject of its own. */
const create = (settings: StreamSettings = {}): Promise<Stream> => {
  const name = uniqueName('S');
  return fixture.manager.streams.create({ name, subjects: [`${name}.>`], storage: 'memory', ...settings });
};
const hour = 3600e9;

describe('options of a stream come back as they were sent', () => {
  it.each<[name: string, since: string, settings: StreamSettings]>([
    ['TestFileStorage', '2.9.0', { storage: 'file' }],
    ['TestMemoryStorage', '2.9.0', { storage: 'memory' }],
    ['TestInterestRetention', '2.9.0', { retention: 'interest' }],
    ['TestLimitsRetention', '2.9.0', { retention: 'limits' }],
    ['TestWorkQueueRetention', '2.9.0', { retention: 'workqueue' }],
    ['TestMaxAge', '2.9.0', { max_age: hour }],
    ['TestMaxBytes', '2.9.0', { max_bytes: 1024 }],
    ['TestMaxMessageSize', '2.9.0', { max_msg_size: 1024 }],
    ['TestMaxMessages', '2.9.0', { max_msgs: 1024 }],
    ['TestMaxMessagesPerSubject', '2.9.0', { max_msgs_per_subject: 1024 }],
    ['TestMaxObservables', '2.9.0', { max_consumers: 1024 }],
    ['TestDiscardNew', '2.9.0', { discard: 'new' }],
    ['TestDiscardOld', '2.9.0', { discard: 'old' }],
    [
      'TestStream_DiscardNewPerSubject',
      '2.9.0',
      { discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 10 },
    ],
    ['TestNoAck', '2.9.0', { no_ack: true }],
    ['TestReplicas', '2.9.0', { num_replicas: 1 }],
    ['TestDuplicateWindow', '2.9.0', { duplicate_window: hour }],
    ['TestDenyDelete', '2.9.0', { deny_delete: true }],
    ['TestDenyPurge', '2.9.0', { deny_purge: true }],
    ['TestAllowRollup', '2.9.0', { allow_rollup_hdrs: true }],
    ['TestStreamDescription', '2.9.0', { description: 'test description' }],
    ['TestAllowCounter', '2.12.0', { allow_msg_counter: true, allow_direct: true }],
    ['TestAllowAtomicBatchPublish', '2.12.0', { allow_atomic: true }],
    ['TestAllowSchedules', '2.12.0', { allow_msg_schedules: true }],
    ['TestConsumerLimits', '2.10.0', { consumer_limits: { inactive_threshold: 5e9, max_ack_pending: 50 } }],
    ['TestStream_SubjectTransform', '2.10.0', { subject_transform: { src: 'in.>', dest: 'out.>' } }],
    ['TestStream_Compression', '2.10.0', { storage: 'file', compression: 's2' }],
    ['TestFirstSequence', '2.10.0', { first_seq: 1000 }],
    ['TestStreamSubjectDeleteMarkerTTL', '2.11.0', { allow_msg_ttl: true, subject_delete_marker_ttl: 60e9 }],
    ['TestAsyncPersistenceStream', '2.12.0', { storage: 'file', persist_mode: 'async' }],
  ])('%s', async (_, since, settings) => {
    if (!fixture.isAtLeast(since)) {
      await expect(create(settings)).rejects.toThrow(/FEATURE_UNSUPPORTED.*needs nats-server 2\.\d+\.0/);
      return;
    }
    const stream = await create(settings);
    expect(stream.config).toMatchObject(settings);
    expect((await stream.info()).config).toMatchObject(settings);
  });

  it('TestSubjects', async () => {
    const subjects = [uniqueName('one'), uniqueName('two')];
    expect((await create({ subjects })).config.subjects).toEqual(subjects);
  });

  it('TestStream_Metadata', async () => {
    if (!fixture.isAtLeast('2.10.0')) return;
    const metadata = { team: 'platform', env: 'test' };
    expect((await create({ metadata })).config.metadata).toMatchObject(metadata);
    await expect(create({ metadata: { '': 'v' } })).rejects.toThrow('INVALID_CONFIGURATION');
  });
});

describe('making and loading', () => {
  it('TestNewStreamFromDefault', async () => {
    const name = uniqueName('S');
    const settings: NamedStreamSettings = { name, subjects: [name], storage: 'memory', max_age: hour };
    const stream = await fixture.manager.streams.create(settings, defaultWorkQueue);
    await stream.info();
    expect(stream.config).toMatchObject({ ...settings, retention: 'workqueue' });
  });

  it('TestLoadOrNewStream', async () => {
    const settings = { name: uniqueName('S'), subjects: [uniqueName('s')] };
    await fixture.manager.streams.loadOrCreate(settings);
    const again = await fixture.manager.streams.loadOrCreate({ name: settings.name });
    expect(again.config.subjects).toEqual(settings.subjects);
    expect(await fixture.manager.streams.names({ subject: settings.subjects[0] ?? '' })).toEqual([settings.name]);
  });

  it('TestLoadStream', async () => {
    const name = uniqueName('S');
    await expect(fixture.manager.streams.load(name)).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' });
    await fixture.manager.streams.create({ name, subjects: [name] });
    expect((await fixture.manager.streams.load(name)).config).toMatchObject({ name, storage: 'file' });
  });

  it('TestStream_Reset', async () => {
    const stale = await create({ storage: 'file' });
    await stale.delete();
    await fixture.manager.streams.create({ name: stale.name, subjects: [stale.name], storage: 'memory' });
    await stale.info();
    expect(stale.config.storage).toBe('memory');
  });

  it('TestStream_Delete', async () => {
    const stream = await create();
    await stream.delete();
    expect(await fixture.manager.streams.names()).not.toContain(stream.name);
  });

  it('TestStream_IsMirror, TestStream_IsSourced', async () => {
    const origin = await create();
    const mirror = await create({ subjects: [], mirror: { name: origin.name } });
    const sourced = await create({ subjects: [], sources: [{ name: origin.name }] });
    expect([origin, mirror, sourced].map((stream) => [stream.isMirror, stream.isSourced])).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
  });
});

describe('consumers of a stream', () => {
  it('TestStream_LoadConsumer, TestStream_ConsumerNames', async () => {
    const { consumers } = await create();
    for (const durable_name of ['c2', 'c1']) await consumers.create({ durable_name });
    expect((await consumers.load('c1')).name).toBe('c1');
    expect(await consumers.names()).toEqual(['c1', 'c2']);
  });

  it('TestStream_NewConsumerFromDefault, TestStream_LoadOrNewConsumerFromDefault', async () => {
    const { consumers } = await create();
    const made = await consumers.loadOrCreate('q1', { durable_name: 'q1' }, sampledDefaultConsumer);
    const loaded = await consumers.loadOrCreate('q1', { durable_name: 'q1' }, sampledDefaultConsumer);
    expect([made.isSampled, loaded.isSampled]).toEqual([true, true]);
  });
});

describe('changing', () => {
  it('TestStream_UpdateConfiguration', async () => {
    const [first, second] = [uniqueName('ORDERS'), uniqueName('ARCHIVE')];
    const stream = await create({ subjects: [`${first}.new`] });
    await stream.update({ ...stream.config, subjects: [`${first}.*`] });
    expect(stream.config.subjects).toEqual([`${first}.*`]);
    await stream.update({ subjects: [`${second}.*`] });
    expect((await stream.info()).config.subjects).toEqual([`${second}.*`]);
  });

  it('TestAsyncPersistenceStream: the mode stays as it is', async () => {
    if (!fixture.isAtLeast('2.12.0')) return;
    const stream = await create({ storage: 'file', persist_mode: 'async' });
    await expect(stream.update({ persist_mode: 'default' })).rejects.toMatchObject({ errCode: 10052 });
    expect((await create({ storage: 'file' })).config).not.toHaveProperty('persist_mode');
  });

  it('TestStreamSealed', async () => {
    const stream = await create();
    await publish(fixture, `${stream.name}.a`, 1);
    await stream.seal();
    expect([stream.isSealed, (await stream.info()).config.sealed]).toEqual([true, true]);
    await expect(stream.eraseMessage(1)).rejects.toMatchObject({ errCode: 10109 });
  });
});

describe('state', () => {
  it('TestStream_Information, TestStream_State, TestStream_LatestState', async () => {
    const stream = await create();
    expect((await stream.state()).messages).toBe(0);
    await publish(fixture, `${stream.name}.a`, 2);
    expect(stream.lastInfo.state.messages).toBe(0);
    const info = await stream.info({ subjects_filter: '>' });
    expect([info.config.name, info.state.messages]).toEqual([stream.name, 2]);
    expect(info.state.subjects).toEqual({ [`${stream.name}.a`]: 2 });
    expect(stream.lastInfo).toBe(info);
  });

  it('TestStream_ContainedSubjects', async () => {
    const stream = await create();
    for (const subject of ['other.1', 'set.1', 'set.2']) await publish(fixture, `${stream.name}.${subject}`, 1);
    expect([...(await stream.subjects()).keys()].sort()).toEqual(
      ['other.1', 'set.1', 'set.2'].map((subject) => `${stream.name}.${subject}`),
    );
    expect((await stream.subjects(`${stream.name}.set.>`)).size).toBe(2);
  });

  it('TestStream_Dedupe', async () => {
    const stream = await create();
    for (let index = 0; index < 4; index += 1) {
      const hdrs = headers();
      hdrs.set('Nats-Msg-Id', String(index % 2));
      await fixture.nc.request(`${stream.name}.a`, `message ${index}`, { headers: hdrs, timeout: 5000 });
    }
    expect((await stream.state()).messages).toBe(2);
  });

  it('TestStreamRepublish', async () => {
    const name = uniqueName('S');
    const republish = { src: `${name}.*`, dest: `repub.${name}.{{partition(2,1)}}` };
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], republish });
    expect(stream.isRepublishing).toBe(true);
    const seen = new Set<string>();
    fixture.nc.subscribe(`repub.${name}.*`, { callback: (_, message) => void seen.add(message.subject) });
    for (let index = 0; index < 100; index += 1) await publish(fixture, `${name}.${index}`, 1);
    await eventually('both partitions were published to', () => seen.size === 2);
    expect((await stream.state()).messages).toBe(100);
  });
});

describe('messages', () => {
  it('TestStream_PurgeExt', async () => {
    const stream = await create({ max_msgs_per_subject: 100 });
    for (let index = 0; index < 100; index += 1) await publish(fixture, `${stream.name}.${index % 2}`, 1);
    for (const [request, purged, left] of [
      [{ filter: `${stream.name}.1`, keep: 4 }, 46, 54],
      [{ filter: `${stream.name}.0`, keep: 4 }, 46, 8],
      [{}, 8, 0],
    ] as const) {
      expect(await stream.purge(request)).toBe(purged);
      expect((await stream.state()).messages).toBe(left);
    }
  });

  it('TestStream_ReadLastMessageForSubject', async () => {
    const stream = await create();
    for (let index = 0; index < 10; index += 1) {
      await publish(fixture, `${stream.name}.${index % 3}`, 1, `message ${index}`);
    }
    for (const [token, text] of [
      ['0', 'message 9'],
      ['1', 'message 7'],
      ['2', 'message 8'],
    ] as const) {
      const message = await stream.lastMessage(`${stream.name}.${token}`);
      expect([message?.subject, message?.string()]).toEqual([`${stream.name}.${token}`, text]);
    }
  });

  it.each(['memory', 'file'] as const)('TestStream_ReadMessage, TestStream_DeleteMessage: %s', async (storage) => {
    const stream = await create({ storage });
    await publish(fixture, `${stream.name}.a`, 1, 'message 1');
    expect((await stream.message(1))?.string()).toBe('message 1');
    expect(await stream.message(2)).toBeUndefined();
    await stream.eraseMessage(1);
    expect(await stream.message(1)).toBeUndefined();
    await expect(stream.deleteMessage(7)).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
    await expect(stream.eraseMessage(7)).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
    await expect(stream.message(0)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(stream.purge({ filter: 'a b' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('TestStream_DetectGaps', async () => {
    const stream = await create();
    const js = fixture.manager.jetstream.jetstream();
    await Promise.all(
      Array.from({ length: 3000 }, (_, index) => js.publish(`${stream.name}.${index}`, '', { timeout: 30_000 })),
    );
    for (const seq of [1, 3, 10, 11, 12, 20, 21, 22, 2000, 2001, 2002, 2005]) await stream.deleteMessage(seq);
    const gaps = await collect(findGaps(fixture.manager, stream.name));
    expect(gaps.map(({ first, last }) => [first, last])).toEqual([
      [3, 3],
      [10, 12],
      [20, 22],
      [2000, 2002],
      [2005, 2005],
    ]);
  });

  it('TestStream_DirectGet', async () => {
    if (!fixture.isAtLeast('2.11.0')) return;
    const stream = await create({ allow_direct: true });
    const js = fixture.manager.jetstream.jetstream();
    for (let index = 1; index <= 1000; index += 1) await js.publish(`${stream.name}.${index % 5}`, String(index));
    const batch = await collect(stream.directBatch({ seq: 1, batch: 100 }));
    expect([batch.length, batch.at(-1)?.seq]).toEqual([100, 100]);
    const last = await collect(stream.directLast([`${stream.name}.>`]));
    expect(last.map(({ seq }) => seq)).toEqual([996, 997, 998, 999, 1000]);
  });
});

describe('pedantic requests', () => {
  it('TestStreamPedantic', async () => {
    const settings = (name: string) => ({ name, subjects: [`${name}.*`], max_age: 1e9 });
    const adjusted = await fixture.manager.streams.create(settings(uniqueName('S')), {});
    expect(adjusted.config.duplicate_window).toBe(1e9);
    const strict = await createManager(fixture.nc, { pedantic: true });
    expect(strict.isPedantic).toBe(true);
    const refused = strict.streams.create(settings(uniqueName('S')), {});
    if (fixture.isAtLeast('2.11.0')) await expect(refused).rejects.toMatchObject({ errCode: 10157 });
    else await expect(refused).rejects.toThrow(/FEATURE_UNSUPPORTED.*pedantic.*2\.11\.0/);
  });

  it('TestStreamPedanticMirrorDirect', async () => {
    if (!fixture.isAtLeast('2.11.0')) return;
    const origin = await create({ allow_direct: false });
    const settings = { name: uniqueName('M'), mirror: { name: origin.name }, mirror_direct: true };
    const adjusted = await fixture.manager.streams.create(settings, {});
    expect(adjusted.config.mirror_direct).not.toBe(true);
    const strict = await createManager(fixture.nc, { pedantic: true });
    const refused = strict.streams.create({ ...settings, name: uniqueName('M') }, {});
    await expect(refused).rejects.toMatchObject({ errCode: 10157 });
  });
});

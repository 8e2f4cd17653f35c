/** What `test/consumers_test.go` of jsm.go asserts, on a real server. */
import { eventually } from '../../../../test/support/eventually.js';
import {
  type Consumer,
  type ConsumerSettings,
  createManager,
  defaultConsumer,
  type Stream,
  sampledDefaultConsumer,
} from '../../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from '../support/fixture.js';

let fixture: Fixture;
let stream: Stream;
beforeAll(async () => {
  fixture = await startFixture();
});
beforeEach(async () => {
  const name = uniqueName('ORDERS');
  stream = await fixture.manager.streams.create({ name, subjects: [`${name}.>`], max_age: 3600e9 });
  await publish(fixture, `${name}.new`, 1, 'order 1');
});
afterAll(() => fixture?.stop());

const create = (settings: ConsumerSettings = {}, template?: ConsumerSettings): Promise<Consumer> =>
  stream.consumers.create({ durable_name: 'D', ...settings }, template);

describe('options of a consumer come back as they were sent', () => {
  it.each<[name: string, since: string, settings: ConsumerSettings]>([
    ['TestAckWait', '2.9.0', { ack_wait: 3600e9 }],
    ['TestAcknowledgeAll', '2.9.0', { ack_policy: 'all' }],
    ['TestAcknowledgeExplicit', '2.9.0', { ack_policy: 'explicit' }],
    ['TestAcknowledgeNone', '2.9.0', { ack_policy: 'none' }],
    ['TestDeliverAllAvailable', '2.9.0', { deliver_policy: 'all' }],
    ['TestDeliverLastPerSubject', '2.9.0', { deliver_policy: 'last_per_subject', filter_subject: '>' }],
    ['TestStartWithLastReceived', '2.9.0', { deliver_policy: 'last' }],
    ['TestStartWithNextReceived', '2.9.0', { deliver_policy: 'new' }],
    ['TestStartAtSequence', '2.9.0', { deliver_policy: 'by_start_sequence', opt_start_seq: 1024 }],
    ['TestStartAtTime', '2.9.0', { deliver_policy: 'by_start_time', opt_start_time: '2026-01-02T03:04:05Z' }],
    ['TestDeliverySubject', '2.9.0', { deliver_subject: 'out' }],
    ['TestDurableName', '2.9.0', { durable_name: 'test' }],
    ['TestMaxDeliveryAttempts', '2.9.0', { max_deliver: 10 }],
    ['TestReplayAsReceived', '2.9.0', { replay_policy: 'original' }],
    ['TestReplayInstantly', '2.9.0', { replay_policy: 'instant' }],
    ['TestSamplePercent', '2.9.0', { sample_freq: '20%' }],
    ['TestRateLimitBitPerSecond', '2.9.0', { deliver_subject: 'out', rate_limit_bps: 10 }],
    ['TestMaxAckOutstanding', '2.9.0', { max_ack_pending: 10 }],
    ['TestIdleHeartbeat', '2.9.0', { deliver_subject: 'out', idle_heartbeat: 1e9 }],
    ['TestPushFlowControl', '2.9.0', { deliver_subject: 'out', idle_heartbeat: 1e9, flow_control: true }],
    ['TestDeliverGroup', '2.9.0', { deliver_subject: 'out', deliver_group: 'bob' }],
    ['TestMaxWaiting', '2.9.0', { max_waiting: 10 }],
    ['TestDeliverHeadersOnlyAndDeliverBodies', '2.9.0', { headers_only: true }],
    ['TestMaxRequestBatch', '2.9.0', { max_batch: 10 }],
    ['TestMaxRequestExpires', '2.9.0', { max_expires: 60e9 }],
    ['TestInactiveThreshold', '2.9.0', { inactive_threshold: 60e9 }],
    ['TestBackoffIntervals', '2.9.0', { backoff: [1e9, 2e9, 3e9], max_deliver: 4 }],
    ['TestConsumerDescription', '2.9.0', { description: 'test consumer description' }],
    ['TestFilterStreamBySubject', '2.10.0', { filter_subjects: ['a', 'b'] }],
    ['TestConsumerOverflowPriorityGroups', '2.11.0', { priority_policy: 'overflow', priority_groups: ['foo'] }],
    [
      'TestConsumerPinnedClientPriorityGroups',
      '2.11.0',
      { priority_policy: 'pinned_client', priority_groups: ['foo'], priority_timeout: 60e9 },
    ],
  ])('%s', async (_, since, settings) => {
    if (!fixture.isAtLeast(since)) {
      await expect(create(settings)).rejects.toThrow(/FEATURE_UNSUPPORTED.*needs nats-server 2\.\d+\.0/);
      return;
    }
    const consumer = await create(settings);
    expect(consumer.config).toMatchObject(settings);
    expect((await consumer.info()).config).toMatchObject(settings);
  });

  it('TestFilterStreamBySubject: one filter', async () => {
    const consumer = await create({ filter_subject: `${stream.name}.new` });
    expect(consumer.config.filter_subject).toBe(`${stream.name}.new`);
    expect(consumer.config).not.toHaveProperty('filter_subjects');
  });
});

describe('settings that no server may be given', () => {
  it.each<[string, ConsumerSettings]>([
    ['TestSamplePercent: negative', { sample_freq: '-1%' }],
    ['TestMaxRequestExpires: below a millisecond', { max_expires: 10_000 }],
    ['TestInactiveThreshold: negative', { inactive_threshold: -60e9 }],
    ['TestBackoffPolicy: more steps than deliveries', { backoff: [1e9, 2e9, 3e9], max_deliver: 2 }],
  ])('%s', async (_, settings) => {
    const manager = await createManager(fixture.nc, { validate: true });
    await expect(manager.consumers(stream.name).create({ durable_name: 'D', ...settings })).rejects.toThrow(
      /INVALID_REQUEST|API_ERROR|INVALID_CONFIGURATION/,
    );
    expect(await stream.consumers.names()).toEqual([]);
  });

  it('TestConsumer_InvalidNameInTemplate', async () => {
    await expect(stream.consumers.create({ name: 'bad.name' })).rejects.toMatchObject({ code: 'INVALID_NAME' });
  });
});

describe('making and loading', () => {
  it('TestNewConsumer', async () => {
    const consumer = await create({ filter_subject: `${stream.name}.new` });
    await consumer.info();
    expect(consumer.config).toMatchObject({ ...defaultConsumer, durable_name: 'D' });
    expect(consumer.name).toBe('D');
  });

  it('TestNewConsumerFromDefaultDurable', async () => {
    const consumer = await create({}, sampledDefaultConsumer);
    expect(consumer).toMatchObject({ name: 'D', isSampled: true, isDurable: true });
    expect(consumer.config.ack_policy).toBe('explicit');
  });

  it.each<[string, ConsumerSettings]>([
    ['TestNewConsumerFromDefaultEphemeral', {}],
    ['TestNewConsumerFromDefaultNamedEphemeral', { name: 'EPHEMERAL' }],
  ])('%s', async (_, named) => {
    const inbox = uniqueName('out');
    fixture.nc.subscribe(inbox);
    const consumer = await stream.consumers.create({ ...named, deliver_subject: inbox }, sampledDefaultConsumer);
    expect(consumer.isDurable).toBe(false);
    expect(consumer.name).toBe(named.name ?? consumer.config.name);
    expect(await stream.consumers.names()).toEqual([consumer.name]);
  });

  it('TestLoadConsumer, TestLoadOrNewConsumer, TestLoadOrNewConsumerFromDefault', async () => {
    const consumers = fixture.manager.consumers(stream.name);
    for (let count = 0; count < 2; count += 1) {
      await consumers.loadOrCreate('NEW', { durable_name: 'NEW' }, sampledDefaultConsumer);
    }
    const consumer = await consumers.load('NEW');
    expect(consumer).toMatchObject({ name: 'NEW', isSampled: true });
    expect(consumer.config.ack_policy).toBe('explicit');
  });

  it('TestConsumer_Reset', async () => {
    const stale = await create({ filter_subject: `${stream.name}.new` });
    await stale.delete();
    await create();
    await stale.info();
    expect(stale.config.filter_subject ?? '').toBe('');
  });

  it('TestConsumer_Delete', async () => {
    await (await create()).delete();
    expect(await stream.consumers.names()).toEqual([]);
  });

  it('TestConsumer_UpdateConfiguration', async () => {
    const consumer = await create();
    expect(consumer.config.description).toBeUndefined();
    await consumer.update({ description: 'updated' });
    expect(consumer.config.description).toBe('updated');
  });
});

describe('claims and subjects', () => {
  it.each<[string, ConsumerSettings, Partial<Consumer>]>([
    ['TestConsumer_IsDurable', { durable_name: 'D' }, { isDurable: true, isEphemeral: false }],
    ['TestConsumer_IsPullMode', { durable_name: 'D' }, { isPull: true, isPush: false }],
    ['TestConsumer_IsPushMode', { durable_name: 'D', deliver_subject: 'out' }, { isPull: false, isPush: true }],
    ['TestConsumer_IsSampled', { durable_name: 'D', sample_freq: '100%' }, { isSampled: true }],
    ['TestConsumer_IsSampled: not', { durable_name: 'D' }, { isSampled: false }],
  ])('%s', async (_, settings, claims) => {
    expect(await stream.consumers.create(settings)).toMatchObject(claims);
  });

  it('TestConsumer_NextSubject, TestConsumer_SampleSubject', async () => {
    const sampled = await create({}, sampledDefaultConsumer);
    expect(sampled.nextSubject).toBe(`$JS.API.CONSUMER.MSG.NEXT.${stream.name}.D`);
    expect(sampled.ackSampleSubject).toBe(`$JS.EVENT.METRIC.CONSUMER.ACK.${stream.name}.D`);
    expect((await create({ durable_name: 'UNSAMPLED' })).ackSampleSubject).toBeUndefined();
  });

  it('TestConsumer_ClusterInfo_NonClustered', async () => {
    // A single server names itself as the leader from 2.10 on, and no replicas.
    expect((await (await create()).cluster())?.replicas ?? []).toEqual([]);
  });
});

describe('work', () => {
  it('TestNextMsg', async () => {
    const consumer = await create();
    for (let index = 0; index <= 100; index += 1) await publish(fixture, `${stream.name}.n`, 1, String(index));
    expect((await consumer.nextMessage())?.string()).toBe('order 1');
    for (let index = 0; index <= 100; index += 1) {
      const message = await consumer.nextMessage();
      expect(message?.string()).toBe(String(index));
      message?.ack();
    }
  });

  it('TestConsumer_DeliveredState, TestConsumer_AcknowledgedState', async () => {
    const consumer = await create();
    expect([(await consumer.delivered()).stream_seq, (await consumer.ackFloor()).stream_seq]).toEqual([0, 0]);
    await (await consumer.nextMessage())?.ackAck();
    expect((await consumer.delivered()).stream_seq).toBe(1);
    expect((await consumer.ackFloor()).consumer_seq).toBe(1);
  });

  it('TestConsumer_PendingMessageCount, TestConsumer_PendingMessages', async () => {
    const consumer = await create();
    expect(await consumer.pendingMessages()).toBe(1);
    const message = await consumer.nextMessage();
    expect([await consumer.pendingMessages(), await consumer.pendingAcks()]).toEqual([0, 1]);
    await message?.ackAck();
    expect(await consumer.pendingAcks()).toBe(0);
  });

  it('TestConsumer_RedeliveryCount', async () => {
    const consumer = await create({ ack_wait: 500e6 });
    await consumer.nextMessage();
    expect(await consumer.redelivered()).toBe(0);
    await consumer.nextMessage();
    await eventually('the message counts as redelivered', async () => (await consumer.redelivered()) === 1);
  });

  it('TestConsumer_PauseResume', async () => {
    if (!fixture.isAtLeast('2.11.0')) return;
    const consumer = await create();
    expect((await consumer.pause(new Date(Date.now() + 3_600_000))).paused).toBe(true);
    await consumer.resume();
    await consumer.info();
    expect(consumer.isPaused).toBe(false);
  });
});

it('TestConsumerPedantic', async () => {
  if (!fixture.isAtLeast('2.11.0')) return;
  const name = uniqueName('LIMITED');
  const consumer_limits = { max_ack_pending: 10 };
  const limited = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], consumer_limits }, {});
  const adjusted = await limited.consumers.create({ max_ack_pending: 0 });
  expect(adjusted.config.max_ack_pending).toBe(10);
  const strict = await createManager(fixture.nc, { pedantic: true });
  await expect(strict.consumers(name).create({ max_ack_pending: 0 }, {})).rejects.toMatchObject({ errCode: 10157 });
});

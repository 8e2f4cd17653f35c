/** What `test/stream_query_test.go` and `test/consumer_query_test.go` of jsm.go assert; an inverted query is a `not`. */
import { eventually } from '../../../../test/support/eventually.js';
import type { Stream } from '../../src/index.js';
import { buildStreamMatcher } from '../../src/query/stream-query.js';
import { streamInfo } from '../support/check-inputs.js';
import { type Fixture, publish, startFixture } from '../support/fixture.js';

let fixture: Fixture;
let stream: Stream;
beforeAll(async () => {
  fixture = await startFixture();
  const { streams } = fixture.manager;
  stream = await streams.create({ name: 'q1', subjects: ['in.q1', 'in.q1.other'], storage: 'memory' });
  await streams.create({ name: 'mirrored', mirror: { name: 'OTHER' }, storage: 'memory' });
  await streams.create({ name: 'sourced', sources: [{ name: 'OTHER' }], storage: 'memory' });
  await publish(fixture, 'in.q1', 5);
});
afterAll(() => fixture?.stop());

describe('queries of streams', () => {
  const all = ['mirrored', 'q1', 'sourced'];
  it.each<[string, string, readonly string[]]>([
    ['TestStreamQueryExpression', 'subject ~ in.q1', ['q1']],
    ['TestStreamQueryExpression', 'subject ~ in.q3', []],
    ['TestStreamQueryExpression', 'messages = 5', ['q1']],
    ['TestStreamQueryExpression', 'messages = 1', []],
    ['TestStreamQueryCreatePeriod', 'age > 1h', []],
    ['TestStreamQueryCreatePeriod', 'not age > 1h', all],
    ['TestStreamQueryCreatePeriod', 'age > 1ms', all],
    ['TestStreamQueryIsMirror', 'mirror', ['mirrored']],
    ['TestStreamQueryIsMirror', 'not mirror', ['q1', 'sourced']],
    ['TestStreamQueryIsSourced', 'sourced', ['sourced']],
    ['TestStreamQueryIsSourced', 'not sourced', ['mirrored', 'q1']],
    ['TestStreamQueryIdlePeriod', 'idle > 1h and name = q1', []],
    ['TestStreamQueryIdlePeriod', 'not idle > 1h', all],
    ['TestStreamQueryEmpty', 'empty', ['mirrored', 'sourced']],
    ['TestStreamQueryEmpty', 'not empty', ['q1']],
    ['TestStreamQueryConsumersLimit', 'consumers < 10', all],
    ['TestStreamQueryConsumersLimit', 'not consumers < 10', []],
    ['TestStreamSubjectWildcardMatch', 'subject = foo', []],
    ['TestStreamSubjectWildcardMatch', 'subject ~ in.>', ['q1']],
    ['TestStreamSubjectWildcardMatch', 'subject ~ in.*.*', ['q1']],
    ['TestStreamSubjectWildcardMatch', 'subject ~ in.*.*.>', []],
    ['TestStreamApiLevelMatch', 'apilevel >= 1', []],
    ['TestStreamApiLevelMatch', 'not apilevel >= 1', all],
    ['combined matchers', 'messages = 5 and name = other', []],
    ['combined matchers', 'not (messages = 4 or name = other)', all],
  ])('%s: %s', async (_, query, names) => {
    const { streams } = await fixture.manager.streams.query(query);
    expect(streams.map(({ name }) => name).sort()).toEqual(names);
  });

  it.each(['!!!invalid!!!', 'config', 'messages', 'state.messages == 1'])(
    'TestStreamQueryExpressionErrors: %s',
    async (query) => {
      await expect(fixture.manager.streams.query(query)).rejects.toMatchObject({ code: 'INVALID_QUERY' });
    },
  );
});

describe('queries of streams in a cluster', () => {
  const clustered = streamInfo({ replicas: 2, leader: 's1', peers: [{}] });
  const info = { ...clustered, cluster: { ...clustered.cluster, name: 'TEST' } };
  it.each<[string, string, boolean]>([
    ['TestStreamQueryReplicas', 'replicas <= 1', false],
    ['TestStreamQueryReplicas', 'replicas <= 2', true],
    ['TestStreamQueryReplicas', 'not replicas <= 3', false],
    ['TestStreamQueryCluster', 'cluster = foo', false],
    ['TestStreamQueryCluster', 'cluster ~ T.+T', true],
    ['TestStreamQueryServer', 'server = foo', false],
    ['TestStreamQueryServer', 'server = s1', true],
    ['TestStreamQueryServer', 'server = p0', true],
    ['TestStreamQueryServer', 'server = s1 and cluster = OTHER', false],
  ])('%s: %s', (_, query, expected) => {
    expect(buildStreamMatcher(query, 0)(info)).toBe(expected);
  });
});

describe('queries of consumers', () => {
  const since = new Date(Date.now() + 3_600_000).toISOString();
  beforeAll(async () => {
    await stream.consumers.create({ durable_name: 'HIGH' });
    await stream.consumers.create({ durable_name: 'NONE', filter_subject: 'in.q1.other' });
    const acks = await stream.consumers.create({ durable_name: 'ACKS' });
    for (let count = 0; count < 5; count += 1) await acks.nextMessage();
    const paused = fixture.isAtLeast('2.11.0') ? { pause_until: since } : {};
    await stream.consumers.create({ durable_name: 'PAUSED', filter_subject: 'in.q1.other', ...paused });
    await eventually('all are delivered', async () => (await acks.pendingAcks()) === 5);
  });

  const all = ['ACKS', 'HIGH', 'NONE', 'PAUSED'];
  it.each<[string, string, readonly string[]]>([
    ['TestConsumerQueryAge', 'age > 1h', []],
    ['TestConsumerQueryAge', 'not age > 1h', all],
    ['TestConsumerQueryAge', 'age > 1ms', all],
    ['TestConsumerQueryDelivery', 'idle < 1h', ['ACKS']],
    ['TestConsumerQueryDelivery', 'idle >= 1h', []],
    ['TestConsumerQueryDelivery', 'idle > 1ms', ['ACKS']],
    ['TestConsumerQueryPending', 'pending > 0 and pending < 10', ['HIGH']],
    ['TestConsumerQueryPending', 'pending > 0 and not pending < 10', []],
    ['TestConsumerQueryPending', 'pending > 0 and pending < 3', []],
    ['TestConsumerQueryPending', 'pending > 0 and not pending < 3', ['HIGH']],
    ['TestConsumerQueryAckPending', 'ackpending > 0 and ackpending < 10', ['ACKS']],
    ['TestConsumerQueryAckPending', 'ackpending > 0 and not ackpending < 10', []],
    ['TestConsumerQueryAckPending', 'ackpending > 0 and not ackpending < 3', ['ACKS']],
    ['TestConsumerApiLevel', 'apilevel >= 0', all],
  ])('%s: %s', async (_, query, names) => {
    const { consumers } = await stream.consumers.query(query);
    expect(consumers.map(({ name }) => name).sort()).toEqual(names);
  });

  it('TestConsumerApiLevel: a pause needs level 1', async () => {
    if (!fixture.isAtLeast('2.11.0')) return;
    const { consumers } = await stream.consumers.query('apilevel >= 1');
    expect(consumers.map(({ name }) => name)).toEqual(['PAUSED']);
  });
});

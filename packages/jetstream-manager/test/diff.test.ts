import {
  type Consumer,
  type ConsumerSettings,
  diffConsumer,
  diffStream,
  isJetStreamManagerError,
  type Stream,
  type StreamSettings,
} from '../src/index.js';
import { type Fixture, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
let version: string;
beforeAll(async () => {
  fixture = await startFixture();
  version = fixture.server.version;
  await fixture.manager.streams.create({ name: 'ORIGIN', subjects: ['origin.*'] });
});
afterAll(() => fixture?.stop());

const second = 1e9;

/** Settings with which a stream is created, and to which it is changed. */
const streamSettings: Readonly<Record<string, StreamSettings>> = {
  'atomic batches': { allow_atomic: true },
  'no atomic batches': { allow_atomic: false },
  'fast batches': { allow_batched: true },
  'no fast batches': { allow_batched: false },
  schedules: { allow_msg_schedules: true },
  'no schedules': { allow_msg_schedules: false },
  'message TTLs': { allow_msg_ttl: true },
  'no message TTLs': { allow_msg_ttl: false },
  'delete markers': { subject_delete_marker_ttl: 10 * second },
  'a counter': { allow_msg_counter: true },
  'no counter': { allow_msg_counter: false },
  'asynchronous writes': { persist_mode: 'async' },
  'ordinary writes': { persist_mode: 'default' },
  sealed: { sealed: true },
  'not sealed': { sealed: false },
  'no deletion': { deny_delete: true },
  deletion: { deny_delete: false },
  'no purging': { deny_purge: true },
  purging: { deny_purge: false },
  'roll-ups': { allow_rollup_hdrs: true },
  'direct gets': { allow_direct: true },
  'direct gets of the mirror': { mirror_direct: true },
  'discard new': { discard: 'new' },
  'discard new by subject': { discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 2 },
  'discard by subject': { discard_new_per_subject: true },
  compression: { compression: 's2' },
  'consumer limits': { consumer_limits: { max_ack_pending: 10 } },
  'a transform': { subject_transform: { src: '>', dest: 'y.>' } },
  republishing: { republish: { src: '>', dest: 'copy.>' } },
  interest: { retention: 'interest' },
  'a work queue': { retention: 'workqueue' },
  memory: { storage: 'memory' },
  'no acknowledgements': { no_ack: true },
  'a short age': { max_age: 60 * second },
  'a long age': { max_age: 600 * second },
  'a window': { duplicate_window: 300 * second },
  'a mirror': { mirror: { name: 'ORIGIN' } },
  sources: { sources: [{ name: 'ORIGIN' }] },
  'a limit by subject': { max_msgs_per_subject: 3 },
  'a limit of consumers': { max_consumers: 3 },
  'no subjects': { subjects: [] },
  'what the server makes of nothing': { max_msgs: 0, max_bytes: 0, num_replicas: 0, duplicate_window: 0, max_age: 0 },
  metadata: { metadata: { a: 'b' } },
};

const consumerSettings: Readonly<Record<string, ConsumerSettings>> = {
  'a wait': { ack_wait: 10 * second },
  deliveries: { max_deliver: 5 },
  'a backoff': { backoff: [second, 2 * second], max_deliver: 5 },
  'a filter': { filter_subject: 'c.x' },
  filters: { filter_subjects: ['c.x', 'c.y'] },
  'no filter': { filter_subject: '' },
  'open acknowledgements': { max_ack_pending: 7 },
  'waiting pulls': { max_waiting: 7 },
  batches: { max_batch: 3, max_expires: 3 * second, max_bytes: 1000 },
  inactivity: { inactive_threshold: 60 * second },
  samples: { sample_freq: '50%' },
  'headers only': { headers_only: true },
  'a pause': { pause_until: '2100-01-01T00:00:00.120Z' },
  overflow: { priority_groups: ['g'], priority_policy: 'overflow' },
  pinning: { priority_groups: ['g'], priority_policy: 'pinned_client', priority_timeout: 10 * second },
  push: { deliver_subject: 'd' },
  'push to a group': { deliver_subject: 'd', deliver_group: 'g' },
  'a rate limit': { rate_limit_bps: 1000 },
  'all acknowledged': { ack_policy: 'all' },
  'from new ones on': { deliver_policy: 'new' },
  'from a sequence on': { deliver_policy: 'by_start_sequence', opt_start_seq: 2 },
  'from a time on': { deliver_policy: 'by_start_time', opt_start_time: '2020-01-01T00:00:00.500Z' },
  'the pace of publishing': { replay_policy: 'original' },
  'what the server makes of nothing': { ack_wait: 0, max_deliver: 0, max_ack_pending: 0, max_waiting: 0 },
  metadata: { metadata: { a: 'b' } },
};

const kinds = Object.keys;
const subjectsOf = (name: string, settings: StreamSettings): string[] => (settings.mirror ? [] : [name]);

async function createStream(settings: StreamSettings): Promise<Stream> {
  const name = uniqueName('DIFF');
  return fixture.manager.streams.create({ name, subjects: subjectsOf(name, settings), ...settings }, {});
}

/** The error codes of the server, and of the library before it, for impossible settings. */
const refusals = ['API_ERROR', 'FEATURE_UNSUPPORTED', 'INVALID_ARGUMENT'];

/** `undefined` if the work is refused. Any other failure fails the test. */
async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isJetStreamManagerError(error) && refusals.includes(error.code)) return undefined;
    throw error;
  }
}

describe('diffStream', () => {
  it.each(kinds(streamSettings))(
    'tells of each change of a stream with %s what the server makes of it',
    async (base) => {
      const begin = streamSettings[base] ?? {};
      const wrong: string[] = [];
      for (const [title, wanted] of Object.entries(streamSettings)) {
        const stream = await unlessRefused(createStream(begin));
        // Some settings are impossible for a new stream, such as `sealed`, or unknown to this version.
        if (stream === undefined) return;
        const changes = diffStream(stream.config, wanted, version);
        const updated = await unlessRefused(stream.update(wanted));
        const isDone = updated !== undefined && diffStream(updated.config, wanted, version).length === 0;
        const isPossible = changes.every(({ canApply }) => canApply);
        if (isDone !== isPossible)
          wrong.push(`${title}: ${isDone ? 'applied' : 'refused'}, ${JSON.stringify(changes)}`);
        await stream.delete();
      }
      expect(wrong).toEqual([]);
    },
  );

  it.each(kinds(streamSettings))('finds no difference to what the server made of a stream with %s', async (base) => {
    const settings = streamSettings[base] ?? {};
    const stream = await unlessRefused(createStream(settings));
    if (stream !== undefined) expect(diffStream(stream.config, settings, version)).toEqual([]);
  });

  it('names what an older server drops, by the version that knows it', () => {
    const wanted: StreamSettings = { allow_batched: true, metadata: { a: 'b' }, allow_atomic: false };
    const reason = (since: string) => ({ canApply: false, reason: `possible from nats-server ${since} on` });
    expect(diffStream({}, wanted, '2.9.10')).toMatchObject([
      { field: 'allow_batched', ...reason('2.14.0') },
      { field: 'metadata', ...reason('2.10.0') },
    ]);
    expect(diffStream({}, wanted, '2.15.1').every(({ canApply }) => canApply)).toBe(true);
  });

  it('takes two changes that only go together', () => {
    const current = { max_age: 0, duplicate_window: 120 * second };
    const wanted = { max_age: 60 * second, duplicate_window: 60 * second };
    expect(diffStream(current, wanted, version).every(({ canApply }) => canApply)).toBe(true);
    expect(diffStream(current, { max_age: 60 * second }, version)).toMatchObject([
      { field: 'max_age', canApply: false, reason: expect.stringContaining('duplicate_window') },
    ]);
  });
});

describe('diffConsumer', () => {
  let stream: Stream;
  beforeAll(async () => {
    stream = await fixture.manager.streams.create({ name: 'CONSUMERS', subjects: ['c.*'] });
  });
  const create = (settings: ConsumerSettings): Promise<Consumer> =>
    stream.consumers.create({ durable_name: uniqueName('C'), ack_policy: 'explicit', ...settings }, {});

  it.each(kinds(consumerSettings))('tells of each change of a consumer with %s what the server does', async (base) => {
    // 2.9.10 refuses every update of a consumer that starts at a time.
    if (base === 'from a time on' && !fixture.isAtLeast('2.10.0')) return;
    const wrong: string[] = [];
    for (const [title, wanted] of Object.entries(consumerSettings)) {
      const consumer = await unlessRefused(create(consumerSettings[base] ?? {}));
      if (consumer === undefined) return;
      const changes = diffConsumer(consumer.config, wanted, version);
      const updated = await unlessRefused(consumer.update(wanted));
      const isDone = updated !== undefined && diffConsumer(updated.config, wanted, version).length === 0;
      const isPossible = changes.every(({ canApply }) => canApply);
      if (isDone !== isPossible) wrong.push(`${title}: ${isDone ? 'applied' : 'refused'}, ${JSON.stringify(changes)}`);
      await consumer.delete();
    }
    expect(wrong).toEqual([]);
  });

  it.each(kinds(consumerSettings))(
    'finds no difference to what the server made of a consumer with %s',
    async (base) => {
      const settings = consumerSettings[base] ?? {};
      const consumer = await unlessRefused(create(settings));
      if (consumer !== undefined) expect(diffConsumer(consumer.config, settings, version)).toEqual([]);
    },
  );
});

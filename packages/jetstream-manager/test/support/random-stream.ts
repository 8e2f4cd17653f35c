import { headers, type MsgHdrs } from '@nats-io/nats-core';
import { eventually } from '../../../../test/support/eventually.js';
import type { ConsumerSettings, StreamSettings } from '../../src/index.js';
import type { Fixture } from './fixture.js';
import type { Random } from './random.js';

/** A kind of stream for the torture test. */
export interface StreamKind {
  /** The first server that can back such a stream up. */
  readonly since: string;
  readonly settings: (name: string) => StreamSettings;
  /** Whether its messages come from {@link originOf} and not from publishers. */
  readonly isFed?: boolean;
  /** Whether the origin also copies from this stream. Neither copies back its own messages. */
  readonly isCircle?: boolean;
  /** Headers of each message. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: (random: Random) => Uint8Array | string;
}

/** The stream that feeds the stream `name`. */
export const originOf = (name: string): string => `${name}_ORIGIN`;

const fed = (name: string): StreamSettings => ({
  ...own(name),
  sources: [{ name: originOf(name), filter_subject: `${name}-origin.*` }],
});

const own = (name: string): StreamSettings => ({ subjects: [`${name}.*`] });

/** Streams of all kinds that can be backed up. */
export const streamKinds: Readonly<Record<string, StreamKind>> = {
  limits: { since: '2.9.0', settings: own },
  'few of a subject': { since: '2.9.0', settings: (name) => ({ ...own(name), max_msgs_per_subject: 20 }) },
  interest: { since: '2.9.0', settings: (name) => ({ ...own(name), retention: 'interest' }) },
  'work queue': { since: '2.9.0', settings: (name) => ({ ...own(name), retention: 'workqueue' }) },
  'direct reads': { since: '2.9.0', settings: (name) => ({ ...own(name), allow_direct: true, deny_delete: true }) },
  mirror: { since: '2.9.0', isFed: true, settings: (name) => ({ mirror: { name: originOf(name) } }) },
  sources: { since: '2.9.0', isFed: true, settings: fed },
  // Servers before 2.10 refuse circles, even with filters.
  circle: { since: '2.10.0', isFed: true, isCircle: true, settings: fed },
  compressed: { since: '2.10.0', settings: (name) => ({ ...own(name), compression: 's2', metadata: { team: 'a' } }) },
  transformed: {
    since: '2.10.0',
    settings: (name) => ({
      ...own(name),
      subject_transform: { src: `${name}.*`, dest: `${name}.{{partition(3,1)}}` },
    }),
  },
  'messages that expire': {
    since: '2.11.0',
    headers: { 'Nats-TTL': '2h' },
    settings: (name) => ({ ...own(name), allow_msg_ttl: true }),
  },
  counter: {
    since: '2.12.0',
    headers: { 'Nats-Incr': '3' },
    payload: () => '',
    settings: (name) => ({ ...own(name), allow_msg_counter: true }),
  },
  schedules: { since: '2.12.0', settings: (name) => ({ ...own(name), allow_msg_schedules: true }) },
  memory: { since: '2.15.0', settings: (name) => ({ ...own(name), storage: 'memory' }) },
};

/** The first token of the subjects of its messages. */
const startOf = (name: string, { isFed }: StreamKind): string => (isFed ? `${name}-origin` : name);

/** A consumer of each kind that the server knows. */
function consumersOf(fixture: Fixture, start: string): readonly ConsumerSettings[] {
  const consumers: ConsumerSettings[] = [
    { durable_name: 'PLAIN', ack_policy: 'explicit', ack_wait: 600e9 },
    // No message matches this filter, so a pull stays in flight during the whole restore.
    { durable_name: 'WAITS', ack_policy: 'explicit', filter_subject: `${start}.none` },
    { durable_name: 'PUSH', ack_policy: 'none', deliver_subject: 'nobody.listens' },
  ];
  if (!fixture.isAtLeast('2.11.0')) return consumers;
  return [
    ...consumers,
    { durable_name: 'PAUSED', ack_policy: 'explicit', pause_until: '2100-01-01T00:00:00Z' },
    {
      durable_name: 'PINNED',
      ack_policy: 'explicit',
      ack_wait: 600e9,
      priority_groups: ['g'],
      priority_policy: 'pinned_client',
      priority_timeout: 600e9,
    },
  ];
}

/** Creates a stream of a kind, with messages, gaps, and consumers that have read a part. */
export async function createRandomStream(
  fixture: Fixture,
  random: Random,
  { name, kind }: { readonly name: string; readonly kind: StreamKind },
): Promise<void> {
  const { streams } = fixture.manager;
  if (kind.isFed) await streams.create({ name: originOf(name), subjects: [`${name}-origin.*`], max_age: 0 }, {});
  const settings = { ...kind.settings(name), name };
  const stream = await streams.create(settings, {});
  if (kind.isCircle) await streams.update(originOf(name), { sources: [{ name, filter_subject: `${name}.*` }] });
  // A work queue allows only one consumer for each subject.
  const count = settings.retention === 'workqueue' ? 1 : undefined;
  for (const wanted of consumersOf(fixture, startOf(name, kind)).slice(0, count)) {
    await stream.consumers.create(wanted, {});
  }
  await fill(fixture, random, { name, kind });
  const consumer = await stream.consumers.load('PLAIN');
  for (let acked = random.below(4); acked > 0; acked -= 1) await (await consumer.nextMessage())?.ackAck();
  await consumer.nextMessage();
}

async function fill(
  fixture: Fixture,
  random: Random,
  { name, kind }: { readonly name: string; readonly kind: StreamKind },
) {
  const sent = random.below(200) + 5;
  const bytes = random.below(8000);
  // Half of the runs have contents that do not compress.
  const isNoise = random.next() < 0.5;
  const noise = () => Buffer.from(Array.from({ length: bytes }, () => random.below(256)));
  const payload = kind.payload ?? (() => (isNoise ? noise() : Buffer.alloc(bytes, random.below(256))));
  const start = startOf(name, kind);
  for (let index = 0; index < sent; index += 1) {
    await publishTo(fixture, `${start}.${random.below(5)}`, payload(random), kind.headers);
  }
  const stream = await fixture.manager.streams.load(name);
  const { config } = stream;
  if (kind.isFed) {
    await eventually('what its origin has arrives', async () => (await stream.state()).messages === sent);
  }
  if (kind.isFed || config.deny_delete || config.allow_msg_counter) return;
  for (const seq of random.some([2, 3, 5], 0.5)) {
    // A limit of the stream may have removed the message already.
    if ((await stream.message(seq)) !== undefined) await stream.deleteMessage(seq);
  }
}

/** Publishes one message and waits until it is stored. */
export async function publishTo(
  fixture: Fixture,
  subject: string,
  payload: Uint8Array | string,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  const hdrs: MsgHdrs = headers();
  for (const [key, value] of Object.entries(fields)) hdrs.set(key, value);
  await fixture.manager.jetstream.jetstream().publish(subject, payload, { headers: hdrs });
}

import { diffConsumer } from './consumer-diff.js';

/** Settings. Some of them can only come from callers without types. */
type Given = object;

/** The fields that differ: `true` if an update can change the field, otherwise the reason why it cannot. */
const verdicts = (from: Given, to: Given, version = '2.15.1'): Readonly<Record<string, string | true>> => {
  const changes = diffConsumer({ name: 'C', ...from }, to, version);
  return Object.fromEntries(changes.map(({ field, canApply, reason }) => [field, canApply || (reason ?? 'no reason')]));
};

const second = 1e9;
const push = { deliver_subject: 'to.me' };
const whileCreated = 'it is chosen when a consumer is created';
const exclude = 'filter_subject and filter_subjects exclude each other; empty the other one';
const backoff =
  'max_deliver must be greater than the number of times in backoff; from nats-server 2.10 on it may be equal or -1';
const group = 'a priority group has up to 16 letters, digits, slashes, underscores, equal signs and hyphens';
const noWildcards = 'deliver_subject must be a subject without wildcards';
const percentage = 'sample_freq must be a percentage, such as 50%';

describe('diffConsumer', () => {
  it.each<[string, Given, Given, string?]>([
    ['nothing that is named', { ack_wait: second }, {}],
    ['defaults', {}, { deliver_policy: 'all', replay_policy: 'instant', priority_policy: 'none' }],
    ['numbers by default', {}, { ack_wait: 30 * second, max_deliver: -1, max_ack_pending: 1000, max_waiting: 512 }],
    ['limits of 0', { max_deliver: -1, max_ack_pending: 1000 }, { max_deliver: 0, max_ack_pending: 0, max_waiting: 0 }],
    ['any number of deliveries', { max_deliver: -1 }, { max_deliver: -5 }],
    ['any number of open acknowledgements', { max_ack_pending: -1 }, { max_ack_pending: -2 }],
    ['a threshold below 0', {}, { inactive_threshold: -1, priority_timeout: -1, max_bytes: -1 }],
    ['a limit of pulls below 0', {}, { max_batch: -1, max_expires: -1 }, '2.11.0'],
    ['an empty filter', {}, { filter_subject: '', filter_subjects: [] }],
    ['no waiting pulls of a push consumer', push, { max_waiting: 0 }],
  ])('finds no difference in %s', (_, from, to, version = '2.15.1') => {
    expect(verdicts(from, to, version)).toEqual({});
  });

  it.each<[string, Given, Given, string?]>([
    ['ack_wait', {}, { ack_wait: 10 * second }],
    ['max_deliver', {}, { max_deliver: 5 }],
    ['max_deliver', { max_deliver: 5 }, { max_deliver: 0 }],
    ['description', {}, { description: 'what it is for' }],
    ['filter_subject', {}, { filter_subject: 'a.*' }],
    ['filter_subjects', {}, { filter_subjects: ['a', 'b'] }],
    ['max_batch', {}, { max_batch: 3 }],
    ['max_expires', {}, { max_expires: 1e6 }],
    ['deliver_subject', push, { deliver_subject: 'to.you' }],
    ['rate_limit_bps', push, { rate_limit_bps: 1000 }],
    ['max_ack_pending', { ...push, ack_policy: 'explicit' }, { max_ack_pending: 5 }],
    ['max_ack_pending', { ack_policy: 'none' }, { max_ack_pending: 5 }],
    ['mem_storage', {}, { mem_storage: true }, '2.9.10'],
    ['backoff', { max_deliver: 2, ack_wait: second }, { backoff: [second, 2 * second] }],
    ['backoff', { max_deliver: -1, ack_wait: second }, { backoff: [second, 2 * second] }],
    ['backoff', { max_deliver: 3, ack_wait: second }, { backoff: [second, 2 * second] }, '2.9.10'],
    ['sample_freq', {}, { sample_freq: '50%' }],
    ['sample_freq', {}, { sample_freq: '+50' }],
    ['priority_timeout', { priority_groups: ['a'], priority_policy: 'pinned_client' }, { priority_timeout: second }],
    ['num_replicas', {}, { num_replicas: 3 }],
    ['metadata', {}, { metadata: { team: 'a' } }],
  ])('says that %s can change from %j to %j', (field, from, to, version = '2.15.1') => {
    expect(verdicts(from, to, version)).toEqual({ [field]: true });
  });

  it.each<[string, Given, Given, string, string?]>([
    ['name', {}, { name: 'OTHER' }, 'a consumer keeps its name'],
    ['durable_name', {}, { durable_name: 'OTHER' }, 'a consumer keeps its name'],
    ['deliver_policy', {}, { deliver_policy: 'new' }, whileCreated],
    ['opt_start_seq', {}, { opt_start_seq: 5 }, whileCreated],
    ['opt_start_time', {}, { opt_start_time: '2026-01-01T12:00:00Z' }, whileCreated],
    ['ack_policy', {}, { ack_policy: 'all' }, whileCreated],
    ['replay_policy', {}, { replay_policy: 'original' }, whileCreated],
    ['idle_heartbeat', push, { idle_heartbeat: second }, whileCreated],
    ['flow_control', push, { flow_control: true }, whileCreated],
    ['max_waiting', {}, { max_waiting: 7 }, whileCreated],
    ['mem_storage', {}, { mem_storage: true }, whileCreated],
    ['mem_storage', {}, { mem_storage: true }, whileCreated, '2.10.0'],
    ['max_batch', {}, { max_batch: -1 }, 'it must not be below 0', '2.10.29'],
    ['max_expires', {}, { max_expires: -1 }, 'it must not be below 0', '2.10.29'],
    [
      'pause_until',
      {},
      { pause_until: '2026-01-01T12:00:00Z' },
      'an update does not pause; pause or resume the consumer',
    ],
    ['deliver_subject', {}, push, 'a pull consumer cannot become a push consumer'],
    ['deliver_subject', push, { deliver_subject: '' }, 'a push consumer cannot become a pull consumer'],
    ['deliver_subject', push, { deliver_subject: 'to.*' }, noWildcards],
    ['deliver_subject', push, { deliver_subject: '>' }, noWildcards],
    ['deliver_subject', push, { deliver_subject: 'to..me' }, noWildcards],
    ['filter_subjects', { filter_subject: 'a' }, { filter_subjects: ['b'] }, exclude],
    ['filter_subject', { filter_subjects: ['b'] }, { filter_subject: 'a' }, exclude],
    ['filter_subjects', {}, { filter_subjects: ['b'] }, 'possible from nats-server 2.10.0 on', '2.9.10'],
    ['priority_timeout', {}, { priority_timeout: second }, 'possible from nats-server 2.11.0 on', '2.10.0'],
    [
      'ack_wait',
      { backoff: [second] },
      { ack_wait: 2 * second },
      'with a backoff it must equal the first time in the backoff',
    ],
    ['rate_limit_bps', {}, { rate_limit_bps: 1000 }, 'a pull consumer has no rate limit'],
    ['priority_timeout', {}, { priority_timeout: second }, 'priority_timeout goes with a priority policy'],
    ['priority_policy', {}, { priority_policy: 'overflow' }, 'priority_groups and priority_policy go together'],
    ['priority_groups', {}, { priority_groups: ['a'] }, 'priority_groups and priority_policy go together'],
    [
      'priority_groups',
      { ...push, priority_policy: 'overflow' },
      { priority_groups: ['a'] },
      'a push consumer has no priority groups',
    ],
    ['priority_groups', { priority_policy: 'overflow' }, { priority_groups: ['a b'] }, group],
    ['priority_groups', { priority_policy: 'overflow' }, { priority_groups: ['a', 'x'.repeat(17)] }, group],
    ['backoff', { max_deliver: 1, ack_wait: second }, { backoff: [second, 2 * second] }, backoff],
    ['max_deliver', { backoff: [second, 2 * second], ack_wait: second, max_deliver: 5 }, { max_deliver: 1 }, backoff],
    ['backoff', { max_deliver: 2, ack_wait: second }, { backoff: [second, 2 * second] }, backoff, '2.9.10'],
    ['backoff', { ack_wait: second }, { backoff: [second] }, backoff, '2.9.10'],
    ['filter_subject', {}, { filter_subject: 'a b' }, 'a filter is not a subject'],
    ['filter_subjects', {}, { filter_subjects: ['a', 'b..c'] }, 'a filter is not a subject'],
    ['filter_subjects', {}, { filter_subjects: ['a.*', 'a.b'] }, 'one of the filters includes another one'],
    [
      'max_ack_pending',
      { ...push, ack_policy: 'none' },
      { max_ack_pending: 5 },
      'a push consumer without acknowledgements has no max_ack_pending',
    ],
    ['sample_freq', {}, { sample_freq: 'half' }, percentage],
    ['sample_freq', {}, { sample_freq: '50%%' }, percentage],
    ['sample_freq', {}, { sample_freq: 'a50' }, percentage],
    ['metadata', {}, { metadata: { a: 'ä'.repeat(65_536) } }, 'metadata exceeds 128 KiB'],
    ['colour', {}, { colour: 'red' }, 'not a known field'],
    ['max_expires', {}, { max_expires: 999_999 }, 'expected 0 or at least 1 ms'],
  ])('says why %s cannot change from %j to %j', (field, from, to, reason, version = '2.15.1') => {
    expect(verdicts(from, to, version)).toEqual({ [field]: reason });
  });
});

import { diffStream } from './stream-diff.js';

/** Settings. Some of them can only come from callers without types. */
type Given = object;

/** The fields that differ: `true` if an update can change the field, otherwise the reason why it cannot. */
const verdicts = (from: Given, to: Given, version = '2.15.1'): Readonly<Record<string, string | true>> => {
  const changes = diffStream({ name: 'S', ...from }, to, version);
  return Object.fromEntries(changes.map(({ field, canApply, reason }) => [field, canApply || (reason ?? 'no reason')]));
};

const second = 1e9;
const mirrorAlone = 'a mirror only copies messages from its origin, without changes';
const counter = 'a counter needs retention limits and discard old, and excludes message TTLs and schedules';
const keepsAll = 'a sealed stream cannot remove messages';
const rollUps = 'deny_purge excludes roll-ups, and therefore schedules and delete markers';
const needNoAck = 'the subjects of the server itself and the wildcard > need no_ack';

describe('diffStream', () => {
  it('takes a duration beyond 2^53', () => {
    // The library's type only allows numbers.
    const desired = { max_age: 2n ** 60n } as object;
    expect(diffStream({}, desired, '2.15.1')).toMatchObject([{ field: 'max_age', to: 2n ** 60n, canApply: true }]);
  });

  it.each<[string, Given, Given]>([
    ['nothing that is named', { max_msgs: 5 }, {}],
    ['limits below 1, which are none', { max_msgs: -1, max_bytes: 0 }, { max_msgs: 0, max_bytes: -7, max_msg_size: 0 }],
    ['no limit by subject', { max_msgs_per_subject: -1 }, { max_msgs_per_subject: 0 }],
    ['no limit of consumers', {}, { max_consumers: -1 }],
    ['defaults', {}, { retention: 'limits', storage: 'file', discard: 'old', compression: 'none', num_replicas: 1 }],
    ['the default persist mode', {}, { persist_mode: 'default' }],
    ['the default subject', {}, { subjects: ['S'] }],
    ['the default window', {}, { duplicate_window: 120 * second }],
    ['the window of a short age', { max_age: 60 * second }, { duplicate_window: 60 * second }],
    ['the window of a long age', { max_age: 600 * second }, { duplicate_window: 120 * second }],
    ['a window of 0', {}, { duplicate_window: 0 }],
    ['what is absent or off', {}, { deny_delete: false, description: '', subject_transform: null, placement: {} }],
    ["the server's own metadata", { metadata: { '_nats.level': '0', team: 'a' } }, { metadata: { team: 'a' } }],
    ['members in another order', { republish: { src: 'a', dest: 'b' } }, { republish: { dest: 'b', src: 'a' } }],
    ['a member that is absent', { placement: { cluster: 'C', tags: [] } }, { placement: { cluster: 'C' } }],
    [
      'a time with other zeros',
      { mirror: { name: 'O', opt_start_time: '2026-01-01T12:00:00.12Z' } },
      { mirror: { name: 'O', opt_start_time: '2026-01-01T12:00:00.120Z' } },
    ],
    [
      'a time in another zone',
      { mirror: { name: 'O', opt_start_time: '2026-01-01T12:00:00Z' } },
      { mirror: { name: 'O', opt_start_time: '2026-01-01T14:00:00+02:00' } },
    ],
  ])('finds no difference in %s', (_, from, to) => {
    expect(verdicts(from, to)).toEqual({});
  });

  it.each<[string, Given, Given]>([
    ['max_msgs', { max_msgs: 5 }, { max_msgs: 6 }],
    ['max_msgs', { max_msgs: 5 }, { max_msgs: 0 }],
    ['max_age', {}, { max_age: 100e6 }],
    ['description', { description: 'a' }, { description: 'b' }],
    ['subjects', { subjects: ['a'] }, { subjects: ['a', 'b'] }],
    ['subjects', { subjects: ['a', 'b'] }, { subjects: ['b', 'a'] }],
    ['retention', {}, { retention: 'interest' }],
    ['max_consumers', {}, { max_consumers: 3 }],
    ['republish', {}, { republish: { src: '>', dest: 'copy.>' } }],
    ['sealed', {}, { sealed: true }],
    ['deny_delete', {}, { deny_delete: true }],
    ['deny_purge', {}, { deny_purge: true }],
    ['allow_msg_ttl', {}, { allow_msg_ttl: true }],
    ['allow_direct', { allow_direct: true }, { allow_direct: false }],
    ['metadata', { metadata: { team: 'a' } }, { metadata: { team: 'b' } }],
    ['metadata', { metadata: { team: 'a', '_nats.level': '0' } }, { metadata: {} }],
    ['mirror', { mirror: { name: 'O' } }, { mirror: undefined }],
    ['subjects', {}, { subjects: ['$JS.EVENT.ADVISORY.>'] }],
    ['subjects', {}, { subjects: ['$SYS.ACCOUNT.A.CONNECT'] }],
    ['no_ack', { subjects: ['>'] }, { no_ack: true }],
    ['placement', {}, { placement: { tags: ['ssd'] } }],
    ['consumer_limits', {}, { consumer_limits: { max_ack_pending: 10 } }],
  ])('says that %s can change from %j to %j', (field, from, to) => {
    expect(verdicts(from, to)).toEqual({ [field]: true });
  });

  it.each<[string, Given, Given, string, string?]>([
    ['name', {}, { name: 'OTHER' }, 'a stream keeps its name'],
    ['storage', {}, { storage: 'memory' }, 'a stream keeps its kind of storage'],
    ['first_seq', {}, { first_seq: 5 }, 'the first sequence is set when a stream is created'],
    [
      'retention',
      { retention: 'workqueue' },
      { retention: 'limits' },
      'a stream cannot change to or from retention workqueue',
    ],
    ['retention', {}, { retention: 'workqueue' }, 'a stream cannot change to or from retention workqueue'],
    ['retention', {}, { retention: 'interest' }, 'possible from nats-server 2.10.0 on', '2.9.25'],
    ['max_consumers', {}, { max_consumers: 3 }, 'possible from nats-server 2.14.0 on', '2.13.9'],
    ['republish', {}, { republish: { src: '>', dest: 'c.>' } }, 'possible from nats-server 2.10.0 on', '2.9.10'],
    ['mirror', { mirror: { name: 'O' } }, { mirror: undefined }, 'possible from nats-server 2.12.0 on', '2.11.9'],
    [
      'mirror',
      { mirror: { name: 'O' } },
      { mirror: { name: 'P' } },
      'a mirror cannot change its origin; it can only become an independent stream',
    ],
    ['sealed', { sealed: true }, { sealed: false }, 'once on, it cannot be turned off'],
    ['deny_delete', { deny_delete: true }, { deny_delete: false }, 'once on, it cannot be turned off'],
    ['deny_purge', { deny_purge: true }, { deny_purge: false }, 'once on, it cannot be turned off'],
    ['allow_msg_ttl', { allow_msg_ttl: true }, { allow_msg_ttl: false }, 'once on, it cannot be turned off'],
    [
      'allow_msg_schedules',
      { allow_msg_schedules: true },
      { allow_msg_schedules: false },
      'once on, it cannot be turned off',
    ],
    ['allow_msg_counter', {}, { allow_msg_counter: true }, 'counters are chosen when a stream is created'],
    ['persist_mode', {}, { persist_mode: 'async' }, 'the persist mode is chosen when a stream is created'],
    ['compression', {}, { compression: 's2' }, 'possible from nats-server 2.10.0 on', '2.9.10'],
    ['allow_atomic', {}, { allow_atomic: true }, 'possible from nats-server 2.12.0 on', '2.11.0'],
    ['allow_batched', {}, { allow_batched: true }, 'possible from nats-server 2.14.0 on', '2.13.0'],
    [
      'duplicate_window',
      { max_age: 60 * second },
      { duplicate_window: 61 * second },
      'duplicate_window must not be greater than max_age; change both',
    ],
    [
      'max_age',
      { duplicate_window: 61 * second },
      { max_age: 60 * second },
      'duplicate_window must not be greater than max_age; change both',
    ],
    ['deny_purge', { allow_rollup_hdrs: true }, { deny_purge: true }, rollUps],
    ['allow_rollup_hdrs', { deny_purge: true }, { allow_rollup_hdrs: true }, rollUps],
    ['subject_delete_marker_ttl', { deny_purge: true }, { subject_delete_marker_ttl: second }, rollUps],
    ['allow_msg_schedules', { deny_purge: true }, { allow_msg_schedules: true }, rollUps],
    [
      'discard_new_per_subject',
      { discard: 'new' },
      { discard_new_per_subject: true },
      'discard_new_per_subject needs discard new and max_msgs_per_subject',
    ],
    [
      'max_msgs_per_subject',
      { discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 2 },
      { max_msgs_per_subject: 0 },
      'discard_new_per_subject needs discard new and max_msgs_per_subject',
    ],
    [
      'discard',
      { discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 2 },
      { discard: 'old' },
      'discard_new_per_subject needs discard new and max_msgs_per_subject',
    ],
    ['discard', { allow_msg_counter: true }, { discard: 'new' }, counter],
    ['retention', { allow_msg_counter: true }, { retention: 'interest' }, counter],
    ['allow_msg_ttl', { allow_msg_counter: true }, { allow_msg_ttl: true }, counter],
    [
      'num_replicas',
      { persist_mode: 'async' },
      { num_replicas: 3 },
      'persist_mode async excludes replicas and atomic batches',
    ],
    [
      'allow_atomic',
      { persist_mode: 'async' },
      { allow_atomic: true },
      'persist_mode async excludes replicas and atomic batches',
    ],
    ['discard', { allow_msg_schedules: true }, { discard: 'new' }, 'schedules exclude discard new and sources'],
    [
      'sources',
      { allow_msg_schedules: true },
      { sources: [{ name: 'O' }] },
      'schedules exclude discard new and sources',
    ],
    ['subjects', { mirror: { name: 'O' } }, { subjects: ['a'] }, mirrorAlone],
    ['sources', { mirror: { name: 'O' } }, { sources: [{ name: 'P' }] }, mirrorAlone],
    ['allow_atomic', { mirror: { name: 'O' } }, { allow_atomic: true }, mirrorAlone],
    ['allow_batched', { mirror: { name: 'O' } }, { allow_batched: true }, mirrorAlone],
    ['allow_msg_schedules', { mirror: { name: 'O' } }, { allow_msg_schedules: true }, mirrorAlone],
    ['subject_delete_marker_ttl', { mirror: { name: 'O' } }, { subject_delete_marker_ttl: second }, mirrorAlone],
    [
      'mirror_direct',
      { mirror: { name: 'O' } },
      { mirror_direct: true },
      'a mirror takes this setting from its origin',
    ],
    ['subjects', {}, { subjects: ['a..b'] }, 'one of the subjects is not valid'],
    ['subjects', {}, { subjects: ['a.*', 'a.b'] }, 'the subjects overlap'],
    ['subjects', {}, { subjects: ['>'] }, needNoAck],
    ['subjects', {}, { subjects: ['$JS.API.>'] }, needNoAck],
    ['subjects', {}, { subjects: ['$NRG.x'] }, needNoAck],
    ['subjects', {}, { subjects: ['$JSC.x'] }, needNoAck],
    ['subjects', {}, { subjects: ['$SYS.SERVER.x'] }, needNoAck],
    ['no_ack', { subjects: ['>'], no_ack: true }, { no_ack: false }, needNoAck],
    [
      'num_replicas',
      { subjects: ['>'], no_ack: true },
      { num_replicas: 3 },
      'a stream with the subject > can only have one replica',
    ],
    ['placement', {}, { placement: { preferred: 'n1' } }, 'a placement cannot name a preferred server'],
    ['sources', {}, { sources: [{ name: 'O' }, { name: 'O' }] }, 'a source is listed twice'],
    [
      'sources',
      {},
      { sources: [{ name: 'O', filter_subject: 'a', subject_transforms: [{ src: 'a', dest: 'b' }] }] },
      'a source cannot have both filter_subject and subject_transforms',
    ],
    [
      'republish',
      { subjects: ['copy.a'] },
      { republish: { src: 'a', dest: 'copy.>' } },
      'republish would send messages back to the stream',
    ],
    [
      'subjects',
      { subjects: ['a'], republish: { src: 'a', dest: 'b' } },
      { subjects: ['a', 'b'] },
      'republish would send messages back to the stream',
    ],
    ['max_age', { sealed: true }, { max_age: 300 * second }, keepsAll],
    ['discard', { sealed: true, discard: 'new' }, { discard: 'old' }, keepsAll],
    ['allow_rollup_hdrs', { sealed: true }, { allow_rollup_hdrs: true }, keepsAll],
    ['sealed', {}, { sealed: true, deny_delete: false }, keepsAll],
    ['sealed', { deny_purge: false }, { sealed: true, deny_purge: false }, keepsAll],
    ['sealed', { discard: 'old' }, { sealed: true, discard: 'old' }, keepsAll],
    [
      'allow_rollup_hdrs',
      { allow_rollup_hdrs: true, allow_msg_schedules: true },
      { allow_rollup_hdrs: false },
      'schedules and delete markers need roll-ups',
    ],
    [
      'allow_rollup_hdrs',
      { allow_rollup_hdrs: true, subject_delete_marker_ttl: second },
      { allow_rollup_hdrs: false },
      'schedules and delete markers need roll-ups',
    ],
    ['metadata', {}, { metadata: { a: 'x'.repeat(128 * 1024) } }, 'metadata exceeds 128 KiB'],
    ['colour', {}, { colour: 'red' }, 'not a known field'],
    ['max_msgs', {}, { max_msgs: 2 ** 63 }, 'expected a whole number up to 9223372036854775807'],
    ['max_age', {}, { max_age: 99e6 }, 'expected 0 or at least 100 ms'],
    ['duplicate_window', {}, { duplicate_window: 99e6 }, 'expected 0 or at least 100 ms'],
    ['subject_delete_marker_ttl', {}, { subject_delete_marker_ttl: second - 1 }, 'expected 0 or at least 1000 ms'],
    ['placement', {}, { placement: { cluster: 'C', zone: 'x' } }, 'zone is not a known field of placement'],
    ['sources', {}, { sources: [{ name: 'O' }, { name: 'P', size: 1 }] }, 'size is not a known field of sources'],
    ['republish', {}, { republish: { src: 'a', dest: 'b', to: 'c' } }, 'to is not a known field of republish'],
  ])('says why %s cannot change from %j to %j', (field, from, to, reason, version = '2.15.1') => {
    expect(verdicts(from, to, version)).toEqual({ [field]: reason });
  });

  it.each<[string, Given]>([
    ['max_age', { max_age: -1 }],
    ['max_msg_size', { max_msg_size: 2 ** 31 }],
    ['num_replicas', { num_replicas: 6 }],
    ['max_msgs', { max_msgs: 1.5 }],
    ['discard', { discard: 'some' }],
    ['subjects', { subjects: 'a' }],
  ])('refuses a value of %s that no server takes: %j', (field, to) => {
    expect(verdicts({}, to)).toEqual({ [field]: expect.stringMatching(/^[Ee]xpected|^Too/) });
  });

  it('knows no field by the name of a member of every object', () => {
    expect(verdicts({}, { valueOf: 'red' })).toEqual({ valueOf: 'not a known field' });
  });

  it('takes the same source twice from a server before 2.10', () => {
    expect(verdicts({}, { sources: [{ name: 'O' }, { name: 'O' }] }, '2.9.10')).toEqual({ sources: true });
  });

  it.each<[string, Given]>([
    ['filter', { name: 'O', filter_subject: 'a' }],
    ['transform', { name: 'O', subject_transforms: [{ src: 'a', dest: 'b' }] }],
    ['domain', { name: 'O', external: { api: '$JS.hub.API' } }],
    ['name', { name: 'P' }],
  ])('takes two sources that differ by %s', (_, other) => {
    expect(verdicts({}, { sources: [{ name: 'O' }, other] })).toEqual({ sources: true });
  });

  it('gives the fields in alphabetical order, with what they were and are to become', () => {
    const changes = diffStream({ name: 'S', max_msgs: 5 }, { storage: 'memory', max_msgs: 6 }, '2.15.1');
    expect(changes).toEqual([
      { field: 'max_msgs', from: 5, to: 6, canApply: true },
      {
        field: 'storage',
        from: undefined,
        to: 'memory',
        canApply: false,
        reason: 'a stream keeps its kind of storage',
      },
    ]);
  });
});

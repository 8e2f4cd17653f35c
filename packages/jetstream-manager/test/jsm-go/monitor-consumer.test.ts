/** What `monitor/consumer_test.go` of jsm.go asserts, on information that is at hand. */
import { withConsumerMetadata } from '../../src/checks/check-consumer.js';
import { type ConsumerCheckOptions, checkConsumerInfo } from '../../src/index.js';
import { consumerInfo, type Findings, findingsOf } from '../support/check-inputs.js';

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const check = (fields: object, options: ConsumerCheckOptions) =>
  findingsOf((report) => checkConsumerInfo(consumerInfo(fields), options, report, now));
const nothing: Required<Findings> = { criticals: [], warnings: [], oks: [] };
const ago = (seconds: number) => ({ last_active: new Date(now - seconds * 1000).toISOString() });

describe.each([
  ['TestConsumer_checkLastAck', 'ack_floor', 'lastAckCritical', 'ack'],
  ['TestConsumer_checkLastDelivery', 'delivered', 'lastDeliveryCritical', 'delivery'],
] as const)('%s', (_, field, option, what) => {
  it.each<[string, object, ConsumerCheckOptions, readonly RegExp[], number]>([
    ['nothing without a threshold', { [field]: ago(3600) }, {}, [], 0],
    ['that there was none', {}, { [option]: 1 }, [new RegExp(`No ${what}`)], 0],
    ['one that is too long ago', { [field]: ago(3600) }, { [option]: 1 }, [new RegExp(`Last ${what} .+ ago`)], 0],
    ['one at the bound', { [field]: ago(1) }, { [option]: 1 }, [new RegExp(`Last ${what}`)], 0],
    ['one that is recent', { [field]: ago(0) }, { [option]: 1 }, [], 1],
  ])('finds %s', (_title, fields, options, criticals, oks) => {
    const found = check(fields, options);
    expect(found.criticals).toEqual(criticals.map((text) => expect.stringMatching(text)));
    expect([found.warnings, found.oks.length]).toEqual([[], oks]);
  });
});

describe.each([
  ['TestConsumer_checkUnprocessed', 'num_pending', 'unprocessedCritical', 'Unprocessed Messages: 10'],
  ['TestConsumer_checkRedelivery', 'num_redelivered', 'redeliveryCritical', 'Redelivered: 10'],
  ['TestConsumer_checkWaiting', 'num_waiting', 'waitingCritical', 'Waiting Pulls: 10'],
  ['TestConsumer_checkOutstandingAck', 'num_ack_pending', 'outstandingAckCritical', 'Ack Pending: 10'],
] as const)('%s', (_, field, option, text) => {
  it.each<[string, ConsumerCheckOptions, Findings]>([
    ['nothing without a threshold', {}, {}],
    ['a number above the bound', { [option]: 1 }, { criticals: [text] }],
    ['a number at the bound', { [option]: 10 }, { criticals: [text] }],
    ['a number below it', { [option]: 11 }, { oks: [text] }],
  ])('finds %s', (_title, options, found) => {
    expect(check({ [field]: 10 }, options)).toEqual({ ...nothing, ...found });
  });
});

describe('TestConsumer_consumerCheckPinned', () => {
  const pinning = (groups: readonly string[], pinned: readonly string[]) => ({
    config: { priority_groups: groups, priority_policy: 'pinned_client' },
    priority_groups: groups.map((group) => ({
      group,
      ...(pinned.includes(group) ? { pinned_client_id: 'client' } : {}),
    })),
  });
  it.each<[string, object, ConsumerCheckOptions, Findings]>([
    ['nothing where it is not asked for', pinning(['ONE'], []), {}, {}],
    ['a consumer that pins nobody', {}, { pinned: true }, { criticals: ['Not pinned client priority mode'] }],
    ['a group without client', pinning(['1', '2'], ['1']), { pinned: true }, { criticals: ['1 / 2 pinned clients'] }],
    ['a client for each group', pinning(['1', '2'], ['1', '2']), { pinned: true }, { oks: ['2 pinned clients'] }],
  ])('finds %s', (_, fields, options, found) => {
    expect(check(fields, options)).toEqual({ ...nothing, ...found });
  });
});

describe('TestExtractConsumerHealthCheckOptions', () => {
  it.each<[string, Readonly<Record<string, string>>, ConsumerCheckOptions]>([
    ['has no threshold without metadata', {}, {}],
    [
      'reads counts',
      {
        'outstanding-ack-critical': '5',
        'waiting-critical': '10',
        'unprocessed-critical': '20',
        'redelivery-critical': '3',
      },
      { outstandingAckCritical: 5, waitingCritical: 10, unprocessedCritical: 20, redeliveryCritical: 3 },
    ],
    [
      'reads durations as seconds',
      { 'last-delivery-critical': '2m', 'last-ack-critical': '30s' },
      { lastDeliveryCritical: 120, lastAckCritical: 30 },
    ],
    ['reads whether clients must be pinned', { pinned: 'true' }, { pinned: true }],
    ['reads the short forms of Go', { pinned: 'T' }, { pinned: true }],
    ['takes 0 and less as no threshold', { 'waiting-critical': '0', 'redelivery-critical': '-1' }, {}],
  ])('%s', (_, entries, expected) => {
    const metadata = Object.fromEntries(
      Object.entries(entries).map(([key, value]) => [`io.nats.monitor.${key}`, value]),
    );
    expect({ ...withConsumerMetadata({}, metadata) }).toEqual(expected);
  });

  it.each([
    ['outstanding-ack-critical', 'not-a-number'],
    ['last-delivery-critical', 'not-a-duration'],
    ['pinned', 'maybe'],
  ])('refuses %s: %s', (key, text) => {
    expect(() => withConsumerMetadata({}, { [`io.nats.monitor.${key}`]: text })).toThrow('INVALID_ARGUMENT');
  });
});

describe('TestCheckConsumerInfoHealth', () => {
  it.each<[string, object, ConsumerCheckOptions, Findings]>([
    ['nothing without thresholds', { num_ack_pending: 10 }, {}, {}],
    [
      'everything that is critical',
      { num_ack_pending: 10, num_redelivered: 5 },
      { outstandingAckCritical: 1, redeliveryCritical: 1 },
      { criticals: ['Ack Pending: 10', 'Redelivered: 5'] },
    ],
    [
      'everything that is well',
      { num_ack_pending: 1, num_waiting: 1, num_pending: 1, num_redelivered: 1 },
      { outstandingAckCritical: 9, waitingCritical: 9, unprocessedCritical: 9, redeliveryCritical: 9 },
      { oks: ['Ack Pending: 1', 'Waiting Pulls: 1', 'Unprocessed Messages: 1', 'Redelivered: 1'] },
    ],
  ])('finds %s', (_, fields, options, found) => {
    expect(check(fields, options)).toEqual({ ...nothing, ...found });
  });
});

import type { BucketDeclaration, BucketTraits } from './bucket-declaration.js';
import { buildStreamConfig } from './stream-config.js';

const SECOND_NS = 1_000_000_000;
const build = (declaration: Partial<BucketDeclaration> = {}, traits: BucketTraits = {}) =>
  buildStreamConfig({ name: 'orders', ...declaration }, traits);

describe(buildStreamConfig, () => {
  it('makes a stream that keeps the last value of each key', () => {
    expect(build()).toEqual({
      name: 'KV_orders',
      description: '',
      subjects: ['$KV.orders.>'],
      retention: 'limits',
      storage: 'file',
      num_replicas: 1,
      max_age: 0,
      duplicate_window: 120 * SECOND_NS,
      max_msgs_per_subject: 1,
      max_bytes: -1,
      max_msg_size: -1,
      max_consumers: -1,
      discard: 'old',
      allow_direct: true,
      allow_rollup_hdrs: true,
      deny_purge: false,
      deny_delete: true,
    });
  });

  it.each<[string, Partial<BucketDeclaration>, BucketTraits, object]>([
    ['a description', { description: 'all of them' }, {}, { description: 'all of them' }],
    ['a history', { history: 5 }, {}, { max_msgs_per_subject: 5 }],
    ['a size', { maxBytes: 1_024 }, {}, { max_bytes: 1_024 }],
    ['memory', {}, { storage: 'memory' }, { storage: 'memory' }],
    ['replicas', {}, { replicas: 3 }, { num_replicas: 3 }],
    ['a size of values', {}, { maxValueBytes: 10 }, { max_msg_size: 10 }],
    ['a number of consumers', {}, { maxConsumers: 4 }, { max_consumers: 4 }],
    ['no purge', {}, { allowPurge: false }, { allow_rollup_hdrs: false, deny_purge: true }],
    [
      'a long life, and the usual window of ids',
      { ttl: 3_600 },
      {},
      { max_age: 3_600 * SECOND_NS, duplicate_window: 120 * SECOND_NS },
    ],
    [
      'a short life, which no window may exceed',
      { ttl: 60 },
      {},
      { max_age: 60 * SECOND_NS, duplicate_window: 60 * SECOND_NS },
    ],
    [
      'changes that are published again',
      {},
      { republish: { destination: 'changes.>' } },
      { republish: { src: '$KV.orders.>', dest: 'changes.>', headers_only: false } },
    ],
    [
      'some changes that are published again without their values',
      {},
      { republish: { source: '$KV.orders.a', destination: 'changes.a', headersOnly: true } },
      { republish: { src: '$KV.orders.a', dest: 'changes.a', headers_only: true } },
    ],
  ])('with %s', (_what, declaration, traits, expected) => {
    expect(build(declaration, traits)).toEqual({ ...build(), ...expected });
  });
});

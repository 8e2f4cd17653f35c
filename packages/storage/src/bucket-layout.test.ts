import type { StreamConfig } from '@nats-io/jetstream';
import { assumedLayout, readLayout } from './bucket-layout.js';

const config = (more: Partial<StreamConfig>): StreamConfig =>
  ({
    name: 'KV_b',
    num_replicas: 1,
    max_msgs_per_subject: 1,
    max_msg_size: -1,
    allow_direct: true,
    ...more,
  }) as StreamConfig;

describe('readLayout', () => {
  it.each<[string, Partial<StreamConfig>, Partial<ReturnType<typeof assumedLayout>>]>([
    ['a bucket as it is made here', {}, { replicas: 1 }],
    ['a bucket without direct reads', { allow_direct: false }, { replicas: 1, isDirect: false }],
    ['limits', { max_msg_size: 100, num_replicas: 3 }, { replicas: 3, maxValueBytes: 100 }],
    ['a history', { max_msgs_per_subject: 5 }, { replicas: 1, history: 5 }],
    ['a history without a limit', { max_msgs_per_subject: -1 }, { replicas: 1, history: undefined }],
    ['batches', { allow_batched: true }, { replicas: 1, takesBatches: true }],
    ['a mirror', { mirror: { name: 'KV_o' } }, { replicas: 1, storedPrefix: '$KV.o.', writePrefix: '$KV.o.' }],
    [
      'a mirror of another domain',
      { mirror: { name: 'KV_o', external: { api: '$JS.hub.API', deliver: '' } } },
      { replicas: 1, storedPrefix: '$KV.o.', writePrefix: '$JS.hub.API.$KV.o.' },
    ],
    [
      'a mirror that renames',
      { mirror: { name: 'KV_o', subject_transforms: [{ src: '$KV.o.>', dest: '$KV.b.>' }] } },
      { replicas: 1, writePrefix: '$KV.o.' },
    ],
  ])('reads %s', (_what, more, layout) => {
    expect(readLayout('b', config(more))).toEqual({ ...assumedLayout('b'), history: 1, ...layout });
  });
});

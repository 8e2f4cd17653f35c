import { RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { buildStatusStream, diffStatusStream } from './status-stream.js';

const wanted = buildStatusStream('orders', 1);

describe('diffStatusStream', () => {
  it('finds nothing in what a server makes of the wanted stream', () => {
    const { allow_rollup_hdrs: _left, ...reported } = wanted;
    const found = { ...reported, republish: { ...wanted.republish, headers_only: false }, max_consumers: -1 };
    expect(diffStatusStream(found, wanted)).toEqual({ update: {}, fixed: [] });
  });
  it.each([
    ['no republishing', { republish: undefined }, { republish: wanted.republish }],
    ['headers only', { republish: { ...wanted.republish, headers_only: true } }, { republish: wanted.republish }],
    ['other subjects', { subjects: ['x'] }, { subjects: wanted.subjects }],
    ['entries for ever', { max_age: 0 }, { max_age: wanted.max_age }],
    ['roll-ups', { allow_rollup_hdrs: true }, { allow_rollup_hdrs: false }],
    ['more copies', { num_replicas: 3 }, {}],
  ])('corrects %s', (_what, odd, update) => {
    expect(diffStatusStream({ ...wanted, ...odd } as typeof wanted, wanted)).toEqual({ update, fixed: [] });
  });
  it('adds copies when there are servers for them', () => {
    expect(diffStatusStream(wanted, buildStatusStream('orders', 3)).update).toEqual({ num_replicas: 3 });
  });
  it('names what only a new stream could have', () => {
    const found = { ...wanted, storage: StorageType.Memory, retention: RetentionPolicy.Workqueue };
    expect(diffStatusStream(found, wanted)).toEqual({ update: {}, fixed: ['retention', 'storage'] });
  });
});

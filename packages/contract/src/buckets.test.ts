import { bucketStream, bucketSubject, isBucketName, parseStatusKey, replicasFor, statusKey } from './buckets.js';

describe('a bucket', () => {
  it.each([
    ['a.b', '$KV.orders.a.b'],
    ['>', '$KV.orders.>'],
    ['', '$KV.orders.'],
  ])('has the key %j at the subject %s', (key, subject) => {
    expect(bucketSubject('orders', key)).toBe(subject);
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 3],
    [4, 3],
    [5, 5],
    [9, 5],
  ])('[storage.replicas] has on %i servers %i copies', (servers, copies) => {
    expect(replicasFor(servers)).toBe(copies);
  });

  it('lies in a stream', () => {
    expect(bucketStream('orders')).toBe('KV_orders');
  });

  it.each([
    ['orders', true],
    ['Or-ders_2', true],
    ['or.ders', false],
    ['or ders', false],
    ['', false],
    ['x'.repeat(65), false],
  ])('may be called %j: %s', (name, expected) => {
    expect(isBucketName(name)).toBe(expected);
  });
});

describe('parseStatusKey', () => {
  it.each([
    [statusKey('orders', 'A1'), { prefix: 'orders', instanceId: 'A1' }],
    ['orders', undefined],
    ['orders.', undefined],
    ['orders.A1.more', undefined],
  ])('reads %j', (key, parsed) => {
    expect(parseStatusKey(key)).toEqual(parsed);
  });
});

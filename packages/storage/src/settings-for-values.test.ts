import type { StreamConfig } from '@nats-io/jetstream';
import { assertKeepsValues } from './settings-for-values.js';

const check = (more: Partial<StreamConfig>) => (): void =>
  assertKeepsValues('b', { name: 'KV_b', retention: 'limits', ...more } as StreamConfig);

describe('assertKeepsValues', () => {
  it.each<[string, Partial<StreamConfig>]>([
    ['a bucket as it is made here', {}],
    ['a mirror, which acknowledges nothing itself', { mirror: { name: 'KV_o' }, no_ack: true }],
    ['subjects that are stored as they are', { subject_transform: { src: '$KV.b.>', dest: '$KV.b.>' } }],
  ])('takes %s', (_what, config) => {
    expect(check(config)).not.toThrow();
  });

  it.each<[Partial<StreamConfig>, string]>([
    [{ retention: 'interest' }, "'interest', which drops what no consumer waits for"],
    [{ retention: 'workqueue' }, "'workqueue', which removes what a consumer has read"],
    [{ no_ack: true }, "'no_ack', so no write is acknowledged"],
    [{ subject_transform: { src: '$KV.b.>', dest: 'x.>' } }, "stores '$KV.b.>' as 'x.>'"],
  ])('refuses %j', (config, reason) => {
    expect(check(config)).toThrow(
      expect.objectContaining({ code: 'STORAGE_REFUSED', message: expect.stringContaining(reason) }),
    );
  });
});

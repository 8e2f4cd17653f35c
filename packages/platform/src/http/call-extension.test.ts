import type { StatusEntry } from '@symphony-ts/contract';
import { type KnownInstances, targetSubject } from './call-extension.js';

const instance = (instanceId: string): StatusEntry => ({
  prefix: 'orders',
  instanceId,
  name: 'Orders',
  version: '1.0.0',
  status: 'ok',
  started: '2026-01-01T00:00:00Z',
  timestamp: '2026-01-01T00:00:00Z',
});
const known = (ids: readonly string[], isIncomplete = false): KnownInstances => ({
  has: (prefix) => prefix === 'orders',
  instances: () => ids.map(instance),
  isIncomplete: () => isIncomplete,
});
const any = { prefix: 'orders', endpoint: 'list' };
const one = { ...any, instance: 'ONE' };

describe('targetSubject', () => {
  it('names the endpoint, or that of one instance', () => {
    expect(targetSubject(any, known(['ONE']))).toBe('cirata.extensions.orders.list');
    expect(targetSubject(one, known(['ONE']))).toBe('cirata.extensions.orders.instance.ONE.list');
  });
  it.each([
    ['EXTENSION_NOT_FOUND', { ...any, prefix: 'nobody' }, known([])],
    ['NO_LIVE_INSTANCE', any, known([])],
    ['INSTANCE_NOT_FOUND', one, known(['OTHER'])],
  ] as const)('throws %s where nobody can answer', (code, target, registry) => {
    expect(() => targetSubject(target, registry)).toThrow(expect.objectContaining({ code }));
  });
  it('lets a call through while not all instances are known yet', () => {
    expect(targetSubject(any, known([], true))).toBe('cirata.extensions.orders.list');
    expect(targetSubject(one, known(['OTHER'], true))).toBe('cirata.extensions.orders.instance.ONE.list');
  });
});

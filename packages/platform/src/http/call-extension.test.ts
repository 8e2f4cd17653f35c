import { accountServices } from '../operator/platform-subjects.js';
import { type KnownInstances, targetSubject, throughGate } from './call-extension.js';

const known = (ids: readonly string[], isIncomplete = false): KnownInstances => ({
  has: (prefix) => prefix === 'orders',
  hasInstance: (_prefix, id) => (id === undefined ? ids.length > 0 : ids.includes(id)),
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

describe('throughGate', () => {
  it.each([
    ['cirata.extensions.orders.list', 'list'],
    ['cirata.extensions.orders.instance.ONE.v2.list', 'instance.ONE.v2.list'],
  ])('sends %s to the account of its extension', (subject, endpoint) => {
    const expected = `${accountServices('orders')}.${endpoint}`;
    expect([throughGate(subject), throughGate(subject)]).toEqual([expected, expected]);
  });
});

import { limits, RESERVED_PREFIXES } from '@symphony-ts/contract';
import type { ApiKey } from './api-key.js';
import { assertFewKeys, type KeyMaking, type NewKey, newKeyRecord } from './new-key.js';

const ask: NewKey = { name: 'orders', kind: 'extension', prefix: 'orders' };
const making: KeyMaking = { id: 'K', secret: 's', now: Date.parse('2026-01-01T00:00:00Z') };
const endOf = (asked: Partial<NewKey>, made: Partial<KeyMaking> = {}): string | undefined =>
  newKeyRecord({ ...ask, ...asked }, { ...making, ...made }).expires;

describe('newKeyRecord', () => {
  it('has a key end after a year where nobody says', () => {
    expect(endOf({})).toBe('2027-01-01T00:00:00.000Z');
    expect(endOf({ kind: 'registration' })).toBe('2027-01-01T00:00:00.000Z');
  });
  it('takes the end that is asked for, and none for null', () => {
    expect(endOf({ expires: new Date('2030-01-01') })).toBe('2030-01-01T00:00:00.000Z');
    expect(endOf({ expires: null })).toBeUndefined();
  });
  it('leaves keys that a registration token mints to their token', () => {
    expect(endOf({}, { minted: { by: 'R', attempt: 0 } })).toBeUndefined();
  });

  const registration = { kind: 'registration', prefix: 'team-*' } as const;

  it.each<[string, Partial<NewKey>]>([
    ['a name as long as one may be', { name: 'x'.repeat(limits.name) }],
    ['notes as long as they may be', { notes: 'x'.repeat(limits.notes) }],
    ['a registration token for one use', { ...registration, maxUses: 1 }],
  ])('takes %s', (_what, asked) => {
    expect(() => newKeyRecord({ ...ask, ...asked }, making)).not.toThrow();
  });

  it.each<[string, string, Partial<NewKey>]>([
    ['no name', 'name', { name: ' ' }],
    ['a name that is too long', 'name', { name: 'x'.repeat(limits.name + 1) }],
    ['notes that are too long', 'notes', { notes: 'x'.repeat(limits.notes + 1) }],
    ['an extension whose prefix is none', 'prefix', { prefix: 'Orders' }],
    ['a prefix that the platform keeps for itself', 'prefix', { prefix: RESERVED_PREFIXES[0] ?? '' }],
    ['a registration token for no pattern', 'prefix', { ...registration, prefix: '*.*' }],
    ['a client that has a prefix', 'prefix', { kind: 'client' }],
    ['uses of a key that registers nothing', 'maxUses', { maxUses: 1 }],
    ['no use at all', 'maxUses', { ...registration, maxUses: 0 }],
    ['half a use', 'maxUses', { ...registration, maxUses: 1.5 }],
  ])('refuses %s', (_what, setting, asked) => {
    const refused = expect.objectContaining({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining(setting),
    });
    expect(() => newKeyRecord({ ...ask, ...asked }, making)).toThrow(refused);
  });
});

describe('assertFewKeys', () => {
  const live = newKeyRecord(ask, making);
  const revoked = { ...live, revoked: '2026-01-01T00:00:00.000Z' };
  const keys = (count: number, key: ApiKey): ApiKey[] => Array.from({ length: count }, () => key);

  it('counts the live keys of a person', () => {
    const fewer = keys(limits.keysOfOne - 1, live);
    expect(() => assertFewKeys([...fewer, ...keys(10, revoked)], making.now)).not.toThrow();
    const refused = expect.objectContaining({ code: 'INVALID_REQUEST' });
    expect(() => assertFewKeys([...fewer, live, revoked], making.now)).toThrow(refused);
  });
});

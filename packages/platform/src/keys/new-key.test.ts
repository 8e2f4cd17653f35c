import { type KeyMaking, type NewKey, newKeyRecord } from './new-key.js';

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
});

import { type AccountRecord, MOST_REVOCATIONS, voidUntil, withRevocations } from './account-record.js';

const record = (revocations: AccountRecord['revocations']): AccountRecord => ({
  name: 'orders',
  created: '2026-01-01T00:00:00Z',
  revocations,
});
const revoked = (before: AccountRecord['revocations'], ...more: string[]): AccountRecord['revocations'] =>
  withRevocations(record(before), ['U', ...more], 1_000, 100).revocations;

describe('withRevocations', () => {
  it('voids what was issued until now', () => {
    expect(revoked({})).toEqual({ U: 1_000 });
    expect(revoked({ U: 950, OTHER: 990 })).toEqual({ U: 1_000, OTHER: 990 });
  });
  it('forgets what no JWT can outlive', () => {
    expect(revoked({ OLD: 899, OTHER: 900 })).toEqual({ U: 1_000, OTHER: 900 });
  });
  it('voids what was issued since the last time, within the same second too', () => {
    expect(revoked({ U: 1_000 })).toEqual({ U: 1_001 });
    expect(revoked({ U: 1_003 })).toEqual({ U: 1_004 });
  });

  it('becomes a revocation of everybody when there are too many', () => {
    const many = Object.fromEntries(Array.from({ length: MOST_REVOCATIONS }, (_, index) => [`U${index}`, 1_005]));
    expect(revoked(many)).toEqual({ '*': 1_005 });
    expect(revoked({ '*': 1_005 })).toEqual({ '*': 1_005, U: 1_000 });
    const most = Array.from({ length: MOST_REVOCATIONS - 1 }, (_, index) => `U${index}`);
    expect(Object.keys(revoked({}, ...most))).toHaveLength(MOST_REVOCATIONS);
    expect(revoked({}, ...most, 'V')).toEqual({ '*': 1_000 });
  });
});

describe('voidUntil', () => {
  it.each([
    [{}, 0],
    [{ U: 5, OTHER: 9 }, 5],
    [{ U: 5, '*': 7 }, 7],
    [{ U: 8, '*': 7 }, 8],
  ])('reads %j as %i', (revocations, until) => {
    expect(voidUntil(revocations, 'U')).toBe(until);
  });
});

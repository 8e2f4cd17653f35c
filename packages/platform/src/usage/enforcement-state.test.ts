import { describe, expect, it } from '@jest/globals';
import { DAY, license, NOW } from '../../test/support/license.js';
import {
  blockReason,
  computeEnforcement,
  type EnforcementFacts,
  isSameEnforcement,
  unlicensed,
} from './enforcement-state.js';

const state = (part: Partial<EnforcementFacts> = {}) =>
  computeEnforcement({
    licenses: [license('a')],
    consumption: { used: {}, exhaustedAt: {} },
    unknown: {},
    now: NOW,
    ...part,
  });
const using = (used: Record<string, number>, exhaustedAt: Record<string, number> = {}) => ({
  consumption: { used, exhaustedAt },
});

describe('computeEnforcement', () => {
  it.each([
    ['a fresh licence', {}, 'enforcement_ok'],
    ['89 % used', using({ a: 89.9 }), 'enforcement_ok'],
    ['90 % used', using({ a: 90 }), 'enforcement_warning'],
    [
      '90 % in ten tenths that do not quite add up',
      using({
        a:
          Array(9)
            .fill(9.999999999999)
            .reduce((x, y) => x + y, 0) + 1e-11,
      }),
      'enforcement_warning',
    ],
    ['99 % used', using({ a: 99 }), 'enforcement_warning'],
    ['all used just now', using({ a: 100 }, { a: NOW }), 'enforcement_grace'],
    ['all used but for a rounding error', using({ a: 99.99999999999 }, { a: NOW }), 'enforcement_grace'],
    ['all used 9 days ago', using({ a: 100 }, { a: NOW - 9 * DAY }), 'enforcement_grace'],
    ['all used 10 days ago', using({ a: 100 }, { a: NOW - 10 * DAY }), 'enforcement_enforced'],
    ['expired just now', { licenses: [license('a', { expiresAt: NOW })] }, 'enforcement_grace'],
    ['expired 10 days ago', { licenses: [license('a', { expiresAt: NOW - 10 * DAY })] }, 'enforcement_enforced'],
    ['expired without grace', { licenses: [license('a', { expiresAt: NOW, graceMs: 0 })] }, 'enforcement_enforced'],
    ['no licence', { licenses: [] }, 'enforcement_enforced'],
    ['a licence of tomorrow', { licenses: [license('a', { issuedAt: NOW + DAY })] }, 'enforcement_enforced'],
    [
      'one used up, one fresh',
      { licenses: [license('a'), license('b')], ...using({ a: 100 }, { a: NOW }) },
      'enforcement_ok',
    ],
    [
      'one used up, one half',
      { licenses: [license('a'), license('b')], ...using({ a: 100, b: 80 }, { a: NOW }) },
      'enforcement_warning',
    ],
  ] satisfies [string, Partial<EnforcementFacts>, string][])('is, with %s, %s', (_, facts, status) => {
    expect(state(facts).status).toBe(status);
  });

  it('measures grace from what came first, the last unit or the last day', () => {
    const expired = { licenses: [license('a', { expiresAt: NOW - 5 * DAY })] };
    expect(state({ ...expired, ...using({ a: 100 }, { a: NOW - 11 * DAY }) }).status).toBe('enforcement_enforced');
    expect(state({ ...expired, ...using({ a: 100 }, { a: NOW - DAY }) }).status).toBe('enforcement_grace');
  });

  it('names extensions whose own licences are in grace or gone, while the platform is fine', () => {
    const licenses = [
      license('a'),
      license('b', { rates: { billing: { rows: 1 } } }),
      license('c', { rates: { crm: { rows: 1 } }, expiresAt: NOW - 50 * DAY }),
    ];
    expect(state({ licenses, ...using({ b: 100 }, { b: NOW }) })).toEqual({
      status: 'enforcement_ok',
      message: '',
      disabled_extensions: ['crm'],
      grace_extensions: ['billing'],
    });
  });

  it('disables an extension for an unknown dimension until a licence has a rate for it', () => {
    const unknown = { orders: ['rows'], weather: ['calls'] };
    expect(state({ unknown })).toMatchObject({ status: 'enforcement_ok', disabled_extensions: ['orders', 'weather'] });
    const licenses = [license('a'), license('b', { rates: { orders: { rows: 1 }, weather: { calls: 0 } } })];
    expect(state({ unknown, licenses }).disabled_extensions).toEqual([]);
  });
});

describe('isSameEnforcement', () => {
  it('looks past the message', () => {
    expect(isSameEnforcement({ ...unlicensed, message: 'x' }, unlicensed)).toBe(true);
    expect(isSameEnforcement({ ...unlicensed, grace_extensions: ['orders'] }, unlicensed)).toBe(false);
  });
});

describe('blockReason', () => {
  it.each([
    [unlicensed, undefined],
    [{ ...unlicensed, status: 'enforcement_grace' as const, grace_extensions: ['orders'] }, undefined],
    [{ ...unlicensed, disabled_extensions: ['billing'] }, undefined],
    [{ ...unlicensed, disabled_extensions: ['orders'] }, 'its use is not covered by a licence'],
    [{ ...unlicensed, status: 'enforcement_enforced' as const, message: 'why' }, 'why'],
  ])('says of %j: %s', (given, reason) => {
    expect(blockReason(given, 'orders')).toBe(reason);
  });
});

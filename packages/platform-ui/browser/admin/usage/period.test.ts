import { describe, expect, it } from '@jest/globals';
import { intervalOf, periodOf, stepsOf } from './period.js';

const now = new Date('2026-01-15T23:00:00Z');

describe('periodOf', () => {
  it.each([
    ['month', '2026-01-01', '2026-02-01'],
    ['last-month', '2025-12-01', '2026-01-01'],
    ['quarter', '2025-11-01', '2026-02-01'],
    ['year', '2025-02-01', '2026-02-01'],
  ] as const)('of %s is %s to %s', (name, from, to) => {
    expect(periodOf(name, now)).toEqual({ from, to });
  });
});

describe('stepsOf', () => {
  it('has every day of a leap February', () => {
    const steps = stepsOf({ from: '2028-02-01', to: '2028-03-01' }, 'day');
    expect([steps.length, steps[0], steps.at(-1)]).toEqual([
      29,
      '2028-02-01T00:00:00.000Z',
      '2028-02-29T00:00:00.000Z',
    ]);
  });

  it('begins with the month that holds the first day', () => {
    expect(stepsOf({ from: '2025-12-10', to: '2026-02-01' }, 'month')).toEqual([
      '2025-12-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z',
    ]);
  });
});

describe('intervalOf', () => {
  it.each([
    ['quarter', 'day'],
    ['year', 'month'],
  ] as const)('of %s is a %s', (name, interval) => {
    expect(intervalOf(periodOf(name, now))).toBe(interval);
  });
});

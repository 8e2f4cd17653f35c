import { describe, expect, it } from '@jest/globals';
import { covers } from '@symphony-ts/contract';
import * as fc from 'fast-check';
import { currentMonth, periodFilters, recordKey } from './usage-record.js';

describe('periodFilters', () => {
  const utc = (text: string) => new Date(`${text}Z`);

  it.each([
    ['2026-11-01T00:00', '2026-12-01T00:00', ['2026.11.*.*.*']],
    ['2026-11-30T23:59', '2027-01-01T00:01', ['2026.11.*.*.*', '2026.12.*.*.*', '2027.01.*.*.*']],
    ['2026-11-05T00:00', '2026-11-05T00:00', ['2026.11.*.*.*']],
    ['2026-11-01T00:00', '2026-10-01T00:00', []],
    ['0001-01-01T00:00', '9999-12-31T00:00', ['*.*.*.*.*']],
  ])('covers %s to %s', (from, to, filters) => {
    expect(periodFilters({ from: utc(from), to: utc(to) })).toEqual(filters);
  });

  it('covers the key of every record of its period', () => {
    const date = fc.date({ min: utc('1999-01-01T00:00'), max: utc('2050-01-01T00:00'), noInvalidDate: true });
    fc.assert(
      fc.property(date, date, date, (a, b, c) => {
        const [from, at, to] = [a, b, c].sort((left, right) => left.getTime() - right.getTime());
        if (!from || !at || !to || at >= to) return;
        const key = recordKey({ timestamp: at.toISOString(), prefix: 'orders', id: 'x' });
        const filters = periodFilters({ from, to }, 'orders');
        expect(filters.filter((filter) => covers(filter, key))).toHaveLength(1);
      }),
    );
  });
});

describe('currentMonth', () => {
  it('spans the month in UTC', () => {
    const { from, to } = currentMonth(new Date('2026-12-31T23:59:59.999Z'));
    expect([from.toISOString(), to.toISOString()]).toEqual(['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { BusinessUnit } from './attribution.js';
import { type SummaryFrame, SummaryTally } from './summary.js';
import { UsageRecord } from './usage-record.js';

const record = (prefix: string, units: number, part: Partial<UsageRecord> = {}) =>
  UsageRecord.parse({
    id: 'x',
    timestamp: '2026-11-21T00:00:00.000Z',
    prefix,
    dimensions: { rows: units },
    units,
    charges: [],
    ...part,
  });
const frame = (grouping: 'unit' | 'extension' | 'both') => ({
  grouping,
  period: { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') },
  businessUnits: [BusinessUnit.parse({ id: 'sales', name: 'Sales' })],
});
const records = [
  record('orders', 1, { unit: 'sales' }),
  record('orders', 2),
  record('billing', 4, { unit: 'sales', dimensions: { pages: 1 } }),
  record('billing', 8, { unit: 'gone' }),
];
const sales = { id: 'sales', name: 'Sales' };

const summarize = (given: readonly UsageRecord[], of: SummaryFrame) => {
  const tally = new SummaryTally(of);
  for (const record of given) tally.add(record);
  return tally.result();
};

describe('SummaryTally', () => {
  it('totals a period', () => {
    expect(summarize(records, frame('unit'))).toMatchObject({
      period_start: '2026-11-01T00:00:00.000Z',
      period_end: '2026-12-01T00:00:00.000Z',
      group_by: 'unit',
      units: 15,
      records: 4,
    });
  });

  it('groups by unit; a unit that is gone counts as none', () => {
    expect(summarize(records, frame('unit')).groups).toEqual([
      { business_unit: null, units: 10, records: 2, dimensions: { rows: 10 } },
      { business_unit: sales, units: 5, records: 2, dimensions: { rows: 1, pages: 1 } },
    ]);
  });

  it('groups by extension', () => {
    expect(summarize(records, frame('extension')).groups).toEqual([
      { extension: 'billing', units: 12, records: 2, dimensions: { pages: 1, rows: 8 } },
      { extension: 'orders', units: 3, records: 2, dimensions: { rows: 3 } },
    ]);
  });

  it('lists the largest groups and dimensions, and says how much there is besides', () => {
    const many = Array.from({ length: 1_003 }, (_, index) => record(`team-${index}`, index + 1));
    const names = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`d${index}`, index]));
    const { groups, more, units, steps } = summarize([...many, record('wide', 9_999, { dimensions: names })], {
      ...frame('extension'),
      interval: 'month',
    });
    expect(groups).toHaveLength(1_000);
    expect(groups[0]).toMatchObject({ extension: 'wide', dimensions: { d149: 149, d50: 50 } });
    expect(Object.keys(groups[0]?.dimensions ?? {})).toHaveLength(100);
    expect(more).toEqual({ groups: 4, units: 1 + 2 + 3 + 4, records: 4 });
    expect(steps?.map((step) => [step.groups.length, step.units === units])).toEqual([[100, true]]);
  });

  it('groups by both', () => {
    const groups = summarize(records, frame('both')).groups.map((group) => [
      group.business_unit,
      group.extension,
      group.units,
    ]);
    expect(groups).toEqual([
      [null, 'billing', 8],
      [sales, 'billing', 4],
      [null, 'orders', 2],
      [sales, 'orders', 1],
    ]);
  });

  it.each([
    ['day', ['2026-11-20', '2026-11-21', '2026-12-01']],
    ['month', ['2026-11-01', '2026-12-01']],
  ] as const)('tells use by %s, in the order of time', (interval, starts) => {
    const given = ['2026-12-01T10:00:00.000Z', '2026-11-21T23:59:59.999Z', '2026-11-20T00:00:00.000Z'].map(
      (timestamp, index) => record('orders', index + 1, { timestamp }),
    );
    const { steps = [] } = summarize(given, { ...frame('extension'), interval });
    expect(steps.map(({ start }) => start)).toEqual(starts.map((day) => `${day}T00:00:00.000Z`));
    expect(steps.at(-1)).toEqual({
      start: '2026-12-01T00:00:00.000Z',
      units: 1,
      records: 1,
      groups: [{ extension: 'orders', units: 1, records: 1 }],
    });
    expect(steps.reduce((sum, { units }) => sum + units, 0)).toBe(6);
  });

  it('has no groups without records', () => {
    expect(summarize([], frame('both'))).toMatchObject({ units: 0, records: 0, groups: [] });
  });
});

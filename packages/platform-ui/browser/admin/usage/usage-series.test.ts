import { describe, expect, it } from '@jest/globals';
import type { UsageSummary } from '@symphony-ts/platform/internal';
import { usageChart } from './usage-series.js';

const period = { from: '2026-11-01', to: '2026-11-04' };
const summary = (names: readonly string[]): UsageSummary => {
  const groups = names.map((extension, at) => ({ extension, units: names.length - at, records: 1, dimensions: {} }));
  return {
    period_start: '2026-11-01T00:00:00.000Z',
    period_end: '2026-11-04T00:00:00.000Z',
    group_by: 'extension',
    units: 0,
    records: 0,
    groups,
    steps: [{ start: '2026-11-02T00:00:00.000Z', units: 0, records: 0, groups }],
  };
};

describe('usageChart', () => {
  it('has a value for each day, those without use among them', () => {
    expect(usageChart(summary(['orders', 'billing']), period, 'day')).toEqual({
      starts: ['01', '02', '03'].map((day) => `2026-11-${day}T00:00:00.000Z`),
      series: [
        { name: 'orders', values: [0, 2, 0] },
        { name: 'billing', values: [0, 1, 0] },
      ],
    });
  });

  it('puts what would be a seventh colour together', () => {
    const { series } = usageChart(summary(['a', 'b', 'c', 'd', 'e', 'f', 'g']), period, 'day');
    expect(series.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'Others']);
    expect(series.at(-1)?.values).toEqual([0, 3, 0]);
  });
});

import type { SummaryGroup, UsageSummary } from '@symphony-ts/platform/internal';
import { type Period, stepsOf } from './period.js';

/** The use of one group over time. */
export interface Series {
  readonly name: string;
  /** Units for each step. */
  readonly values: readonly number[];
}

/** The data of a chart of use. */
export interface UsageChart {
  /** The start of each step, ISO 8601. */
  readonly starts: readonly string[];
  readonly series: readonly Series[];
}

/** People cannot distinguish more colours than these. */
const MOST_SERIES = 6;
const OTHERS = 'Others';

/** The label of a group. */
export const groupName = ({ business_unit, extension }: Pick<SummaryGroup, 'business_unit' | 'extension'>): string =>
  [business_unit === null ? 'No business unit' : business_unit?.name, extension]
    .filter((part) => part !== undefined)
    .join(' · ');

/** The groups with the most units, each over time, and the sum of all other groups. */
export function usageChart(
  { groups, steps = [] }: UsageSummary,
  period: Period,
  interval: 'day' | 'month',
): UsageChart {
  const starts = stepsOf(period, interval);
  const names = groups.map(groupName);
  const shown = names.length > MOST_SERIES ? [...names.slice(0, MOST_SERIES - 1), OTHERS] : names;
  const index = new Map(starts.map((start, at) => [start, at]));
  const values = shown.map(() => starts.map(() => 0));
  for (const step of steps) {
    const at = index.get(step.start);
    if (at === undefined) continue;
    for (const group of step.groups) {
      const known = shown.indexOf(groupName(group));
      const row = values[known === -1 ? shown.length - 1 : known];
      if (row) row[at] = (row[at] ?? 0) + group.units;
    }
  }
  return { starts, series: shown.map((name, at) => ({ name, values: values[at] ?? [] })) };
}

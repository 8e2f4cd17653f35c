/** The periods that a person can select by name. */
export const periods = [
  ['month', 'This month'],
  ['last-month', 'Last month'],
  ['quarter', 'Last three months'],
  ['year', 'Last twelve months'],
  ['custom', 'From … to …'],
] as const;
export type PeriodName = (typeof periods)[number][0];

/** Days such as `2026-11-21`, in UTC. `to` is the first day after the period. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const isoDay = (date: Date): string => date.toISOString().slice(0, 10);
const monthStart = (now: Date, offset: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset));

/** The period of a name at `now`. Months are calendar months in UTC, as in the platform. */
export function periodOf(name: Exclude<PeriodName, 'custom'>, now: Date): Period {
  const [first, end] = ({ month: [0, 1], 'last-month': [-1, 0], quarter: [-2, 1], year: [-11, 1] } as const)[name];
  return { from: isoDay(monthStart(now, first)), to: isoDay(monthStart(now, end)) };
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 100;

/** Days for a short period, months for a long one, so that the bars stay distinguishable. */
export const intervalOf = ({ from, to }: Period): 'day' | 'month' =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS <= MOST_DAYS ? 'day' : 'month';

/** The start of each step of a period. Steps without use are included, so that the time axis is even. */
export function stepsOf({ from, to }: Period, interval: 'day' | 'month'): string[] {
  const starts: string[] = [];
  const end = Date.parse(to);
  const next = new Date(interval === 'day' ? from : `${from.slice(0, 7)}-01`);
  while (next.getTime() < end) {
    starts.push(next.toISOString());
    if (interval === 'day') next.setUTCDate(next.getUTCDate() + 1);
    else next.setUTCMonth(next.getUTCMonth() + 1);
  }
  return starts;
}

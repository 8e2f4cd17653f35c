import * as z from 'zod';

/** One report as it was recorded. */
export const UsageRecord = z.object({
  id: z.string(),
  timestamp: z.iso.datetime(),
  prefix: z.string(),
  account: z.string().optional(),
  dimensions: z.record(z.string(), z.number()),
  units: z.number(),
  charges: z.array(z.object({ license: z.string(), units: z.number() })),
  /** Dimensions that had no rate; they cost nothing and disabled the extension. */
  unknown: z.array(z.string()).default([]),
  unit: z.string().optional(),
  /** How the record got its unit. Omitted if it has none. */
  attribution: z.enum(['auto', 'manual']).optional(),
  traceparent: z.string().optional(),
});
export type UsageRecord = z.infer<typeof UsageRecord>;

/** A span of time, without its end. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** The key of a record: `2026.11.21.orders.<id>`, the date in UTC, so that filters take months and days. */
export const recordKey = ({ timestamp, prefix, id }: Pick<UsageRecord, 'timestamp' | 'prefix' | 'id'>): string =>
  `${timestamp.slice(0, 10).replaceAll('-', '.')}.${prefix}.${id}`;

/** From this many months on, one filter over all time is cheaper than one a month. */
const MAX_FILTERS = 36;

/** Filters of the key space that cover a period, one a month; `prefix` narrows them to one extension. */
export function periodFilters({ from, to }: Period, prefix = '*'): readonly string[] {
  const first = monthNumber(from);
  // A period does not contain its end. One that ends as a month begins does not reach into that month.
  const last = monthNumber(new Date(to.getTime() - 1));
  if (last - first >= MAX_FILTERS) return [`*.*.*.${prefix}.*`];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const number = first + index;
    const [year, month] = [Math.floor(number / 12), (number % 12) + 1];
    return `${String(year).padStart(4, '0')}.${String(month).padStart(2, '0')}.*.${prefix}.*`;
  });
}

const monthNumber = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();

/** The calendar month of `now`, in UTC. */
export function currentMonth(now: Date): Period {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month)), to: new Date(Date.UTC(year, month + 1)) };
}

import { SymphonyError } from '@symphony-ts/contract';
import { type SummaryGrouping, type SummaryInterval, SummaryTally, type UsageSummary } from './summary.js';
import { type Period, periodFilters, type UsageRecord } from './usage-record.js';
import type { UsageState } from './usage-state.js';

/** Which records to look at. */
export interface RecordQuery {
  readonly period: Period;
  readonly extension?: string | undefined;
  /** A business unit by id; `null` for what is attributed to none. */
  readonly unit?: string | null | undefined;
}

/** The records of a period, in the order in which they were written last. */
export async function* readRecords(
  state: UsageState,
  { period, extension, unit }: RecordQuery,
): AsyncGenerator<UsageRecord> {
  const [from, to] = [period.from.toISOString(), period.to.toISOString()];
  const known = new Set(state.businessUnits.values().map(({ id }) => id));
  const unitOf = (record: UsageRecord) => (record.unit !== undefined && known.has(record.unit) ? record.unit : null);
  for (const filter of periodFilters(period, extension)) {
    for await (const { value } of state.records.history(filter)) {
      if (!value || value.timestamp < from || value.timestamp >= to) continue;
      if (unit === undefined || unitOf(value) === unit) yield value;
    }
  }
}

/** How a summary tells use apart. */
export interface SummaryShape {
  readonly grouping: SummaryGrouping;
  readonly interval?: SummaryInterval | undefined;
}

/** Use in a period by unit, by extension, or both; over time where an interval is given. */
export async function readSummary(state: UsageState, query: RecordQuery, shape: SummaryShape): Promise<UsageSummary> {
  const tally = new SummaryTally({ period: query.period, ...shape, businessUnits: state.businessUnits.values() });
  for await (const record of readRecords(state, query)) tally.add(record);
  return tally.result();
}

/**
 * Attributes a record by hand, over whatever a rule has said; `null` takes it from its unit.
 * @throws `KEY_NOT_FOUND` when the record does not exist; `REVISION_CONFLICT` when somebody else just did
 */
export async function attribute(state: UsageState, key: string, unit: string | null): Promise<UsageRecord> {
  const entry = await state.records.get(key);
  if (!entry) throw new SymphonyError('KEY_NOT_FOUND', { bucket: state.records.name, key });
  const { unit: _unit, attribution: _attribution, ...rest } = entry.value;
  const next: UsageRecord = { ...rest, ...(unit === null ? {} : { unit, attribution: 'manual' }) };
  await state.records.update(key, next, entry.revision);
  return next;
}

import { SymphonyError } from '@symphony-ts/contract';
import type { Page } from '../http/page-of.js';
import { type SummaryGrouping, type SummaryInterval, SummaryTally, type UsageSummary } from './summary.js';
import { type Period, periodFilters, recordKey, type UsageRecord } from './usage-record.js';
import type { UsageState } from './usage-state.js';

/** Which records to look at. */
export interface RecordQuery {
  readonly period: Period;
  readonly extension?: string | undefined;
  /** A business unit by id; `null` for records without a unit. */
  readonly unit?: string | null | undefined;
}

/** A record, and its place in the list of its period. */
interface PlacedRecord {
  readonly record: UsageRecord;
  /** The value of `after` for the records behind this one. */
  readonly place: string;
}

/** The records of a period behind a place, in the order in which they were written last. */
async function* readRecords(
  state: UsageState,
  { period, extension, unit }: RecordQuery,
  after = '0-0',
): AsyncGenerator<PlacedRecord> {
  const [firstPart = 0, behind = 0] = after.split('-').map(Number);
  const [from, to] = [period.from.toISOString(), period.to.toISOString()];
  const known = new Set(state.businessUnits.values().map(({ id }) => id));
  const unitOf = (record: UsageRecord) => (record.unit !== undefined && known.has(record.unit) ? record.unit : null);
  for (const [part, filter] of periodFilters(period, extension).entries()) {
    if (part < firstPart) continue;
    for await (const { value: record, revision } of state.records.history(filter)) {
      if (part === firstPart && revision <= behind) continue;
      if (!record || record.timestamp < from || record.timestamp >= to) continue;
      if (unit === undefined || unitOf(record) === unit) yield { record, place: `${part}-${revision}` };
    }
  }
}

/** A page is full at this many characters: each record may name a hundred dimensions. */
const FULL = 2 * 2 ** 20;

/** At most `count` records of a period behind a place, and fewer if they are large, as a JSON list. */
export async function readRecordsPage(
  state: UsageState,
  query: RecordQuery,
  { after, count }: { readonly after?: string | undefined; readonly count: number },
): Promise<Page> {
  const parts: string[] = [];
  let length = 0;
  let last: string | undefined;
  for await (const { record, place } of readRecords(state, query, after)) {
    if (parts.length === count || length >= FULL)
      return { text: `[${parts.join(',')}]`, ...(last ? { next: last } : {}) };
    const text = JSON.stringify({ key: recordKey(record), ...record });
    parts.push(text);
    length += text.length;
    last = place;
  }
  return { text: `[${parts.join(',')}]` };
}

/** How a summary groups use. */
export interface SummaryShape {
  readonly grouping: SummaryGrouping;
  readonly interval?: SummaryInterval | undefined;
}

/** The use in a period by unit, by extension, or both. With an interval, it is split over time. */
export async function readSummary(state: UsageState, query: RecordQuery, shape: SummaryShape): Promise<UsageSummary> {
  const tally = new SummaryTally({ period: query.period, ...shape, businessUnits: state.businessUnits.values() });
  for await (const { record } of readRecords(state, query)) tally.add(record);
  return tally.result();
}

/**
 * Attributes a record by hand, in place of a rule; `null` removes it from its unit.
 * @throws `KEY_NOT_FOUND` when the record does not exist; `REVISION_CONFLICT` when somebody else attributed it at the same time
 */
export async function attribute(state: UsageState, key: string, unit: string | null): Promise<UsageRecord> {
  const entry = await state.records.get(key);
  if (!entry) throw new SymphonyError('KEY_NOT_FOUND', { bucket: state.records.name, key });
  const { unit: _unit, attribution: _attribution, ...rest } = entry.value;
  const next: UsageRecord = { ...rest, ...(unit === null ? {} : { unit, attribution: 'manual' }) };
  await state.records.update(key, next, entry.revision);
  return next;
}

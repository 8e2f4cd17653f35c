import type { BusinessUnit } from './attribution.js';
import type { Period, UsageRecord } from './usage-record.js';

/** How a summary is grouped. */
export type SummaryGrouping = 'unit' | 'extension' | 'both';

/** The use of one unit, of one extension, or of an extension within a unit. */
export interface SummaryGroup {
  /** `null` for use that belongs to no unit, or to a unit that no longer exists. Omitted if units are not told apart. */
  readonly business_unit?: { readonly id: string; readonly name: string } | null;
  readonly extension?: string;
  readonly units: number;
  readonly records: number;
  /** The largest 100. */
  readonly dimensions: Readonly<Record<string, number>>;
}

/** How long the steps of a summary over time are, in UTC. */
export type SummaryInterval = 'day' | 'month';

/** Use in one step of a period, by the same groups. Steps without use are left out. */
export interface SummaryStep {
  /** When it begins, ISO 8601. */
  readonly start: string;
  readonly units: number;
  readonly records: number;
  /** Those with the most units first, 100 at most. */
  readonly groups: readonly Omit<SummaryGroup, 'dimensions'>[];
}

/** Use in a period. */
export interface UsageSummary {
  readonly period_start: string;
  readonly period_end: string;
  readonly group_by: SummaryGrouping;
  readonly units: number;
  readonly records: number;
  /** Those with the most units first, 1 000 at most. */
  readonly groups: readonly SummaryGroup[];
  /** The number of further groups, and their use. Omitted if all are listed. */
  readonly more?: { readonly groups: number; readonly units: number; readonly records: number };
  /** The steps in the order of time, if the query asks for them. */
  readonly steps?: readonly SummaryStep[];
}

/** What a summary needs in addition to the records. */
export interface SummaryFrame {
  readonly period: Period;
  readonly grouping: SummaryGrouping;
  readonly businessUnits: readonly BusinessUnit[];
  /** Also splits use over time. */
  readonly interval?: SummaryInterval | undefined;
}

interface Totals {
  units: number;
  records: number;
  readonly dimensions: Map<string, number>;
}

const MOST_GROUPS = 1_000;
const MOST_GROUPS_OF_STEP = 100;
const MOST_DIMENSIONS = 100;
/** Names of dimensions that are counted in one group. An extension may report under another name each time. */
const MOST_COUNTED = 1_000;

/** A summary that is made record by record, since a period may hold more than fits into memory. */
export class SummaryTally {
  readonly #frame: SummaryFrame;
  readonly #units: ReadonlyMap<string, Pick<BusinessUnit, 'id' | 'name'>>;
  readonly #groups: Groups = new Map();
  readonly #steps = new Map<string, Groups>();

  constructor(frame: SummaryFrame) {
    this.#frame = frame;
    this.#units = new Map(frame.businessUnits.map(({ id, name }) => [id, { id, name }]));
  }

  add(record: UsageRecord): void {
    const keys = this.#keysOf(record);
    const totals = totalsOf(this.#groups, keys);
    addTo(totals, record);
    for (const [dimension, value] of Object.entries(record.dimensions)) {
      if (totals.dimensions.size >= MOST_COUNTED && !totals.dimensions.has(dimension)) continue;
      totals.dimensions.set(dimension, (totals.dimensions.get(dimension) ?? 0) + value);
    }
    const { interval } = this.#frame;
    if (interval === undefined) return;
    const start = stepStart(record.timestamp, interval);
    const step: Groups = this.#steps.get(start) ?? new Map();
    this.#steps.set(start, step);
    addTo(totalsOf(step, keys), record);
  }

  result(): UsageSummary {
    const { period, grouping } = this.#frame;
    const all = listGroups(this.#groups);
    const groups = all.slice(0, MOST_GROUPS).map((group) => ({ ...group, dimensions: largest(group.dimensions) }));
    const left = all.slice(MOST_GROUPS);
    return {
      period_start: period.from.toISOString(),
      period_end: period.to.toISOString(),
      group_by: grouping,
      units: sum(all, 'units'),
      records: sum(all, 'records'),
      groups,
      ...(left.length === 0
        ? {}
        : { more: { groups: left.length, units: sum(left, 'units'), records: sum(left, 'records') } }),
      ...(this.#frame.interval === undefined ? {} : { steps: this.#listSteps() }),
    };
  }

  #listSteps(): SummaryStep[] {
    return [...this.#steps]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([start, found]) => {
        const all = listGroups(found);
        const groups = all.slice(0, MOST_GROUPS_OF_STEP).map(({ dimensions: _dimensions, ...group }) => group);
        return { start, units: sum(all, 'units'), records: sum(all, 'records'), groups };
      });
  }

  #keysOf({ unit, prefix }: UsageRecord): GroupKeys {
    const { grouping } = this.#frame;
    return {
      ...(grouping === 'extension' ? {} : { business_unit: this.#units.get(unit ?? '') ?? null }),
      ...(grouping === 'unit' ? {} : { extension: prefix }),
    };
  }
}

type GroupKeys = Pick<SummaryGroup, 'business_unit' | 'extension'>;
type Groups = Map<string, { readonly keys: GroupKeys; readonly totals: Totals }>;

/** The totals of a group, which is made on first use. */
function totalsOf(groups: Groups, keys: GroupKeys): Totals {
  const name = JSON.stringify([keys.business_unit?.id ?? null, keys.extension ?? null]);
  const group = groups.get(name) ?? { keys, totals: { units: 0, records: 0, dimensions: new Map() } };
  groups.set(name, group);
  return group.totals;
}

function addTo(totals: Totals, record: UsageRecord): void {
  totals.units += record.units;
  totals.records += 1;
}

const listGroups = (groups: Groups): (GroupKeys & Totals)[] =>
  [...groups.values()]
    .map(({ keys, totals }) => ({ ...keys, ...totals }))
    .sort((left, right) => right.units - left.units);

const largest = (dimensions: ReadonlyMap<string, number>): SummaryGroup['dimensions'] =>
  Object.fromEntries([...dimensions].sort(([, left], [, right]) => right - left).slice(0, MOST_DIMENSIONS));

const sum = (groups: readonly Pick<SummaryGroup, 'units' | 'records'>[], name: 'units' | 'records'): number =>
  groups.reduce((total, group) => total + group[name], 0);

/** Timestamps are ISO 8601 in UTC, so that their first characters are the day, or the month. */
const stepStart = (timestamp: string, interval: SummaryInterval): string =>
  `${interval === 'day' ? timestamp.slice(0, 10) : `${timestamp.slice(0, 7)}-01`}T00:00:00.000Z`;

import type { BusinessUnit } from './attribution.js';
import type { Period, UsageRecord } from './usage-record.js';

/** How a summary is grouped. */
export type SummaryGrouping = 'unit' | 'extension' | 'both';

/** Use of one unit, one extension, or of one by the other. */
export interface SummaryGroup {
  /** `null` for what is attributed to nobody, or to a unit that is gone; absent where units are not told apart. */
  readonly business_unit?: { readonly id: string; readonly name: string } | null;
  readonly extension?: string;
  readonly units: number;
  readonly records: number;
  readonly dimensions: Readonly<Record<string, number>>;
}

/** Use in a period. */
export interface UsageSummary {
  readonly period_start: string;
  readonly period_end: string;
  readonly group_by: SummaryGrouping;
  readonly units: number;
  readonly records: number;
  /** Those with the most units first. */
  readonly groups: readonly SummaryGroup[];
}

/** What a summary is made of beside the records. */
export interface SummaryFrame {
  readonly period: Period;
  readonly grouping: SummaryGrouping;
  readonly businessUnits: readonly BusinessUnit[];
}

interface Totals {
  units: number;
  records: number;
  readonly dimensions: Map<string, number>;
}

/** A summary that is made record by record, since a period may hold more than fits into memory. */
export class SummaryTally {
  readonly #frame: SummaryFrame;
  readonly #units: ReadonlyMap<string, Pick<BusinessUnit, 'id' | 'name'>>;
  readonly #groups = new Map<string, { readonly keys: GroupKeys; readonly totals: Totals }>();

  constructor(frame: SummaryFrame) {
    this.#frame = frame;
    this.#units = new Map(frame.businessUnits.map(({ id, name }) => [id, { id, name }]));
  }

  add(record: UsageRecord): void {
    const keys = this.#keysOf(record);
    const name = JSON.stringify([keys.business_unit?.id ?? null, keys.extension ?? null]);
    const group = this.#groups.get(name) ?? { keys, totals: { units: 0, records: 0, dimensions: new Map() } };
    this.#groups.set(name, group);
    const { totals } = group;
    totals.units += record.units;
    totals.records += 1;
    for (const [dimension, value] of Object.entries(record.dimensions)) {
      totals.dimensions.set(dimension, (totals.dimensions.get(dimension) ?? 0) + value);
    }
  }

  result(): UsageSummary {
    const { period, grouping } = this.#frame;
    const groups = [...this.#groups.values()]
      .map(({ keys, totals }) => ({ ...keys, ...totals, dimensions: Object.fromEntries(totals.dimensions) }))
      .sort((left, right) => right.units - left.units);
    return {
      period_start: period.from.toISOString(),
      period_end: period.to.toISOString(),
      group_by: grouping,
      units: groups.reduce((sum, { units }) => sum + units, 0),
      records: groups.reduce((sum, { records }) => sum + records, 0),
      groups,
    };
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

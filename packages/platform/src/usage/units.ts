import type { License } from './license.js';
import { byExpiry, type Consumption, licenseState, unitsLeftFor } from './license-state.js';

/** Named measurements of one report, such as `{ tables_replicated: 5 }`. */
export type Dimensions = Readonly<Record<string, number>>;

/** Units taken from one licence. */
export interface Charge {
  readonly license: string;
  readonly units: number;
}

/** The cost of a report, and who pays it. */
export interface ChargePlan {
  readonly units: number;
  /** One for each licence, in the order in which they were charged. */
  readonly charges: readonly Charge[];
  /** Dimensions that no licence has a rate for. */
  readonly unknown: readonly string[];
}

/** The facts a plan is made from. */
export interface ChargeFacts {
  readonly prefix: string;
  readonly dimensions: Dimensions;
  readonly licenses: readonly License[];
  readonly consumption: Consumption;
  /** Milliseconds. */
  readonly now: number;
}

/** The rate of a dimension under a licence; `undefined` if the licence has none. */
export function rateOf(license: License, prefix: string, dimension: string): number | undefined {
  const rates = Object.hasOwn(license.rates, prefix) ? license.rates[prefix] : undefined;
  return rates && Object.hasOwn(rates, dimension) ? rates[dimension] : undefined;
}

/**
 * Units are the sum of value × rate. Only licences with a rate for the extension's dimension pay. The one that expires first
 * and has units left comes first. What exceeds it is charged to the next one, at the rate of that one. What exceeds all of them
 * is charged to the last: no use is lost, and a licence can be exhausted.
 */
export function planCharge(facts: ChargeFacts): ChargePlan {
  const charged = new Map<string, number>();
  const unknown: string[] = [];
  for (const [dimension, value] of Object.entries(facts.dimensions).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!chargeDimension(facts, { dimension, value, charged })) unknown.push(dimension);
  }
  const charges = [...charged].map(([license, units]) => ({ license, units }));
  return { units: charges.reduce((sum, { units }) => sum + units, 0), charges, unknown };
}

interface DimensionCharge {
  readonly dimension: string;
  readonly value: number;
  readonly charged: Map<string, number>;
}

/** Adds to `charged`. Returns false if no licence has a rate for the dimension. */
function chargeDimension(facts: ChargeFacts, { dimension, value, charged }: DimensionCharge): boolean {
  const { prefix, consumption, now } = facts;
  const rated = facts.licenses
    .map((license) => ({ license, rate: rateOf(license, prefix, dimension) ?? -1 }))
    .filter(({ license, rate }) => rate >= 0 && now >= license.issuedAt)
    .sort((left, right) => byExpiry(left.license, right.license));
  const charge = (license: License, units: number): void => {
    charged.set(license.id, (charged.get(license.id) ?? 0) + units);
  };
  let left = value;
  for (const { license, rate } of rated) {
    if (licenseState(license, { consumption, prefix, now }) !== 'active') continue;
    const room = unitsLeftFor(license, consumption, prefix) - (charged.get(license.id) ?? 0);
    if (left * rate <= room) {
      charge(license, left * rate);
      return true;
    }
    if (room > 0) {
      charge(license, room);
      left -= room / rate;
    }
  }
  const last = lastResort(facts, rated);
  if (last) charge(last.license, left * last.rate);
  return last !== undefined;
}

interface Rated {
  readonly license: License;
  readonly rate: number;
}

/** The last licence in force, otherwise the last one in grace, otherwise the last of all. */
function lastResort({ consumption, prefix, now }: ChargeFacts, rated: readonly Rated[]): Rated | undefined {
  const facts = { consumption, prefix, now };
  const inState = (state: string) => rated.filter(({ license }) => licenseState(license, facts) === state);
  return inState('active').at(-1) ?? inState('grace').at(-1) ?? rated.at(-1);
}

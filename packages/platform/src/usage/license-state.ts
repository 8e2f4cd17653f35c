import type { License } from './license.js';

/** Units used and the moment they ran out, by licence id. */
export interface Consumption {
  readonly used: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly exhaustedAt: Readonly<Record<string, number>>;
  /** The same for each extension: by licence id, then by prefix. What is in `used` alone counts for each of them. */
  readonly usedBy?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly exhaustedBy?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * `pending` is issued for later; `active` has units and time; `grace` has run out of one of them, lately; `lapsed` has
 * been out for longer than its grace.
 */
export type LicenseState = 'pending' | 'active' | 'grace' | 'lapsed';

/** Sums of rates are inexact in the last digits; nobody is enforced over those. */
const TOLERANCE = 1e-9;

const withoutCrumbs = (left: number, { units }: License): number => (left > units * TOLERANCE ? left : 0);

/** What is left of a licence for all together. */
export const unitsLeft = (license: License, { used }: Consumption): number =>
  withoutCrumbs(license.units - (used[license.id] ?? 0), license);

/** What the others cannot use up: what the licence reserves, or else an equal part of what it reserves for nobody. */
export function shareOf({ units, rates, shares }: License, prefix: string): number {
  const reserved = shares[prefix];
  if (reserved !== undefined) return reserved;
  const rest = units - Object.values(shares).reduce((sum, share) => sum + share, 0);
  const open = Object.keys(rates).filter((dimension) => !Object.hasOwn(shares, dimension));
  return rest / Math.max(1, open.length);
}

/** What is left of a licence for one extension: what is left for all, or what of its own share it has not used. */
export function unitsLeftFor(license: License, consumption: Consumption, prefix: string): number {
  const by = consumption.usedBy?.[license.id] ?? {};
  const nobodys = (consumption.used[license.id] ?? 0) - Object.values(by).reduce((sum, units) => sum + units, 0);
  const own = (by[prefix] ?? 0) + Math.max(0, nobodys);
  return Math.max(unitsLeft(license, consumption), withoutCrumbs(shareOf(license, prefix) - own, license));
}

/** When the grace of a licence ends for an extension: it begins with what comes first, its last unit or the last day. */
export function graceEnd({ id, expiresAt, graceMs }: License, consumption: Consumption, prefix: string): number {
  const exhaustedAt = consumption.exhaustedBy?.[id]?.[prefix] ?? consumption.exhaustedAt[id] ?? Infinity;
  return Math.min(exhaustedAt, expiresAt) + graceMs;
}

/** What a licence is to one extension at `now` (milliseconds). */
export function licenseState(
  license: License,
  { consumption, prefix, now }: { readonly consumption: Consumption; readonly prefix: string; readonly now: number },
): LicenseState {
  if (now < license.issuedAt) return 'pending';
  if (now < license.expiresAt && unitsLeftFor(license, consumption, prefix) > 0) return 'active';
  return now < graceEnd(license, consumption, prefix) ? 'grace' : 'lapsed';
}

/** The order in which licences are charged: the one that expires soonest first, then the one issued first. */
export const byExpiry = (left: License, right: License): number =>
  left.expiresAt - right.expiresAt || left.issuedAt - right.issuedAt || (left.id < right.id ? -1 : 1);

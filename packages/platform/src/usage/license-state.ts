import type { License } from './license.js';

/** Units used and the moment they ran out, by licence id. */
export interface Consumption {
  readonly used: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly exhaustedAt: Readonly<Record<string, number>>;
  /** The same for each extension: by licence id, then by prefix. Use that is only in `used` counts for each of them. */
  readonly usedBy?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly exhaustedBy?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * `pending` begins later. `active` has units and time. `grace` has recently run out of one of them. `lapsed` has been without
 * it for longer than its grace period.
 */
export type LicenseState = 'pending' | 'active' | 'grace' | 'lapsed';

/** Sums of rates are inexact in the last digits. A difference as small as this does not count. */
const TOLERANCE = 1e-9;

const withoutCrumbs = (left: number, { units }: License): number => (left > units * TOLERANCE ? left : 0);

/** The remaining units of a licence, for all extensions together. */
export const unitsLeft = (license: License, { used }: Consumption): number =>
  withoutCrumbs(license.units - (used[license.id] ?? 0), license);

/**
 * The units that other extensions cannot use up: those that the licence reserves, otherwise an equal part of the unreserved
 * ones.
 */
export function shareOf({ units, rates, shares }: License, prefix: string): number {
  const reserved = shares[prefix];
  if (reserved !== undefined) return reserved;
  const rest = units - Object.values(shares).reduce((sum, share) => sum + share, 0);
  const open = Object.keys(rates).filter((dimension) => !Object.hasOwn(shares, dimension));
  return rest / Math.max(1, open.length);
}

/** The remaining units of a licence for one extension: those that remain for all, or the unused part of its own share. */
export function unitsLeftFor(license: License, consumption: Consumption, prefix: string): number {
  const by = consumption.usedBy?.[license.id] ?? {};
  const nobodys = (consumption.used[license.id] ?? 0) - Object.values(by).reduce((sum, units) => sum + units, 0);
  const own = (by[prefix] ?? 0) + Math.max(0, nobodys);
  return Math.max(unitsLeft(license, consumption), withoutCrumbs(shareOf(license, prefix) - own, license));
}

/**
 * When the grace period of a licence ends for an extension. It begins with the last unit or the last day, whichever comes
 * first.
 */
export function graceEnd({ id, expiresAt, graceMs }: License, consumption: Consumption, prefix: string): number {
  const exhaustedAt = consumption.exhaustedBy?.[id]?.[prefix] ?? consumption.exhaustedAt[id] ?? Infinity;
  return Math.min(exhaustedAt, expiresAt) + graceMs;
}

/** The state of a licence for one extension at `now` (milliseconds). */
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

import type { License } from './license.js';

/** Units used and the moment they ran out, by licence id. */
export interface Consumption {
  readonly used: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly exhaustedAt: Readonly<Record<string, number>>;
}

/**
 * `pending` is issued for later; `active` has units and time; `grace` has run out of one of them, lately; `lapsed` has
 * been out for longer than its grace.
 */
export type LicenseState = 'pending' | 'active' | 'grace' | 'lapsed';

/** Sums of rates are inexact in the last digits; nobody is enforced over those. */
const TOLERANCE = 1e-9;

export const unitsLeft = (license: License, { used }: Consumption): number => {
  const left = license.units - (used[license.id] ?? 0);
  return left > license.units * TOLERANCE ? left : 0;
};

/** When the grace of a licence ends: it begins with what comes first, the last unit or the last day. */
export const graceEnd = (license: License, { exhaustedAt }: Consumption): number =>
  Math.min(exhaustedAt[license.id] ?? Infinity, license.expiresAt) + license.graceMs;

export function licenseState(license: License, consumption: Consumption, now: number): LicenseState {
  if (now < license.issuedAt) return 'pending';
  if (now < license.expiresAt && unitsLeft(license, consumption) > 0) return 'active';
  return now < graceEnd(license, consumption) ? 'grace' : 'lapsed';
}

/** The order in which licences are charged: the one that expires soonest first, then the one issued first. */
export const byExpiry = (left: License, right: License): number =>
  left.expiresAt - right.expiresAt || left.issuedAt - right.issuedAt || (left.id < right.id ? -1 : 1);

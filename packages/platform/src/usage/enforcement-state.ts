import type { EnforcementPayload, EnforcementStatus } from '@symphony-ts/contract';
import type { License } from './license.js';
import { type Consumption, graceEnd, type LicenseState, licenseState } from './license-state.js';
import { rateOf } from './units.js';

/** From this share of the licensed units on, administrators are warned. */
const WARNING_SHARE = 0.9;

/** The facts that decide the state of enforcement. */
export interface EnforcementFacts {
  readonly licenses: readonly License[];
  readonly consumption: Consumption;
  /** Dimensions that were reported and have no rate, by extension. */
  readonly unknown: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds. */
  readonly now: number;
}

/** The state while licensing is off. */
export const unlicensed: EnforcementPayload = {
  status: 'enforcement_ok',
  message: '',
  disabled_extensions: [],
  grace_extensions: [],
};

/**
 * The status of the whole platform, and the extensions whose own licences have run out while others have not. A dimension
 * without a rate disables its extension until a licence has that rate.
 */
export function computeEnforcement(facts: EnforcementFacts): EnforcementPayload {
  const { licenses, unknown } = facts;
  const prefixes = [
    ...new Set([...licenses.flatMap(({ rates }) => Object.keys(rates)), ...Object.keys(unknown)]),
  ].sort();
  const states = prefixes.map((prefix) => ({ prefix, state: extensionState(facts, prefix) }));
  const status = globalStatus(facts);
  return {
    status,
    message: describe(facts, status),
    disabled_extensions: states.filter(({ state }) => state === 'lapsed').map(({ prefix }) => prefix),
    grace_extensions: states.filter(({ state }) => state === 'grace').map(({ prefix }) => prefix),
  };
}

/** True if two states have the same effect. Messages are not compared, because they are for people. */
export const isSameEnforcement = (left: EnforcementPayload, right: EnforcementPayload): boolean =>
  JSON.stringify({ ...left, message: '' }) === JSON.stringify({ ...right, message: '' });

/** Why an extension may not operate, or `undefined` if it may. */
export function blockReason(state: EnforcementPayload, prefix: string): string | undefined {
  if (state.status === 'enforcement_enforced') return state.message;
  return state.disabled_extensions.includes(prefix) ? 'its use is not covered by a licence' : undefined;
}

/** The best state among the licences with a rate for the extension. */
function extensionState(facts: EnforcementFacts, prefix: string): LicenseState {
  const { licenses, unknown } = facts;
  const missing = (unknown[prefix] ?? []).filter(
    (name) => !licenses.some((license) => rateOf(license, prefix, name) !== undefined),
  );
  if (missing.length > 0) return 'lapsed';
  const own = licenses.filter(({ rates }) => Object.hasOwn(rates, prefix));
  return best(own.map((license) => licenseState(license, { ...facts, prefix })));
}

const best = (given: readonly LicenseState[]): LicenseState => {
  const states = new Set(given);
  return states.has('active') ? 'active' : states.has('grace') ? 'grace' : 'lapsed';
};

/** For whom a licence counts. One without rates counts for nobody, and is judged as a whole. */
const prefixesOf = ({ rates }: License): readonly string[] => {
  const prefixes = Object.keys(rates);
  return prefixes.length === 0 ? [''] : prefixes;
};

/** While a licence still has units for somebody, only those who have used up their share are stopped. */
function globalStatus(facts: EnforcementFacts): EnforcementStatus {
  const state = best(
    facts.licenses.flatMap((license) =>
      prefixesOf(license).map((prefix) => licenseState(license, { ...facts, prefix })),
    ),
  );
  if (state === 'active') return usedShare(facts) >= WARNING_SHARE ? 'enforcement_warning' : 'enforcement_ok';
  return state === 'grace' ? 'enforcement_grace' : 'enforcement_enforced';
}

/**
 * The used part of the units of all licences whose time runs. It is rounded, because sums of rates are inexact in the last
 * digits.
 */
function usedShare({ licenses, consumption, now }: EnforcementFacts): number {
  const running = licenses.filter(({ issuedAt, expiresAt }) => issuedAt <= now && now < expiresAt);
  const licensed = running.reduce((sum, { units }) => sum + units, 0);
  const used = running.reduce((sum, { id }) => sum + (consumption.used[id] ?? 0), 0);
  return licensed === 0 ? 0 : Math.round((used / licensed) * 1e9) / 1e9;
}

function describe(facts: EnforcementFacts, status: EnforcementStatus): string {
  switch (status) {
    case 'enforcement_ok':
      return '';
    case 'enforcement_warning':
      return `${Math.min(100, Math.floor(usedShare(facts) * 100))} % of the licensed units are used`;
    case 'enforcement_grace': {
      const ends = facts.licenses.flatMap((license) =>
        prefixesOf(license).map((prefix) => graceEnd(license, facts.consumption, prefix)),
      );
      const end = Math.max(...ends);
      return `the licensed units are used up or expired; operations stop on ${new Date(end).toISOString()}`;
    }
    case 'enforcement_enforced':
      return facts.licenses.length === 0 ? 'no licence is installed' : 'the grace period of the last licence has ended';
    default:
      return status satisfies never;
  }
}

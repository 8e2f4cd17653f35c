import type { KeyCapabilities } from '@symphony-ts/contract';
import { gateNames } from '../operator/gates.js';
import type { AccountClaims } from '../operator/jwt.js';
import { accountNames } from '../operator/platform-subjects.js';
import { grantedOf } from '../rights/capability-check.js';
import {
  callsAccountClaims,
  emptyingAccountClaims,
  extensionAccountClaims,
  frozenAccountClaims,
  gateAccountClaims,
  hubAccountClaims,
  type PublicKeyOf,
  peopleAccountClaims,
  platformAccountClaims,
  type Revocations,
} from './account-claims.js';
import { type AccountLimits, forPeople } from './account-limits.js';
import { type ForeignImport, foreignImports } from './foreign-imports.js';

/**
 * The facts that decide all accounts. Every question is about one account, so a change to one account costs the same on a
 * platform of any size.
 */
export interface AccountFacts {
  /** Whether an extension has an account. */
  has(prefix: string): boolean;
  /** Whether the server has an extension's account, so that others can import from it. */
  isThere(prefix: string): boolean;
  /** Whether the account of an extension was deleted. A server never forgets an account, so it keeps one without any rights. */
  isDeleted(prefix: string): boolean;
  extension(prefix: string): ExtensionFacts;
  /** The extensions behind a gate whose account the server has, sorted. */
  behind(gate: number): readonly string[];
  peopleRevocations(): Revocations;
  readonly limits: AccountLimits;
}

/** The facts that decide the account of one extension. */
export interface ExtensionFacts {
  readonly prefix: string;
  readonly declared: KeyCapabilities;
  /** `all` grants everything that is declared. */
  readonly granted: readonly KeyCapabilities[] | 'all';
  readonly revocations: Revocations;
  /** `frozen`: no key may use it any more. `emptying`: nobody but the platform, which deletes its data. */
  readonly state: 'open' | 'frozen' | 'emptying';
  /** Whether it floods the platform. Then it gets neither the platform's services nor announcements. */
  readonly isPaused: boolean;
}

/** One account as it should be. */
export interface DesiredAccount {
  readonly name: string;
  readonly claims: AccountClaims;
}

/** The desired state of an account; `undefined` for an extension without an account. */
export function desiredAccount(name: string, facts: AccountFacts, keyOf: PublicKeyOf): DesiredAccount | undefined {
  const claims = claimsOf(name, facts, keyOf);
  return claims && { name, claims };
}

function claimsOf(name: string, facts: AccountFacts, keyOf: PublicKeyOf): AccountClaims | undefined {
  if (name === accountNames.platform) return platformAccountClaims();
  if (name === accountNames.hub) return hubAccountClaims(keyOf);
  if (name === accountNames.calls) return callsAccountClaims(keyOf);
  if (name === accountNames.people) {
    const people = peopleAccountClaims(facts.peopleRevocations(), keyOf);
    return { ...people, limits: forPeople(facts.limits) };
  }
  const gate = gateNames.indexOf(name);
  if (gate >= 0) return gateAccountClaims(gate, facts.behind(gate), keyOf);
  return facts.has(name) || facts.isDeleted(name) ? extensionClaims(facts.extension(name), facts, keyOf) : undefined;
}

function extensionClaims(extension: ExtensionFacts, facts: AccountFacts, keyOf: PublicKeyOf): AccountClaims {
  const { prefix, revocations, state, isPaused } = extension;
  if (state === 'frozen') return frozenAccountClaims(revocations);
  if (state === 'emptying') return emptyingAccountClaims(revocations, facts.limits);
  // A server silently drops an import from an account that does not exist.
  const imports = wantedImports(extension).filter(({ from }) => facts.isThere(from));
  return extensionAccountClaims({ prefix, imports, revocations, limits: facts.limits, isPaused }, keyOf);
}

/** The imports of an extension from other extensions, even from those that have no account yet. */
export function wantedImports({ prefix, declared, granted }: ExtensionFacts): ForeignImport[] {
  return foreignImports(prefix, granted === 'all' ? declared : grantedOf(declared, granted));
}

/**
 * The account with only the imports from the accounts named by `keys`: the form in which a new account is made. A server
 * silently drops an import from an account that does not exist yet.
 */
export const importingOnlyFrom = (account: DesiredAccount, keys: readonly string[]): DesiredAccount => ({
  name: account.name,
  claims: {
    ...account.claims,
    imports: (account.claims.imports ?? []).filter((accountImport) => keys.includes(accountImport.account)),
  },
});

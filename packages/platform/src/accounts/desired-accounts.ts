import type { Account } from '@nats-io/jwt';
import type { KeyCapabilities } from '@symphony-ts/contract';
import {
  extensionAccountClaims,
  hubAccountClaims,
  peopleAccountClaims,
  platformAccountClaims,
} from './account-claims.js';
import type { PublicKeyOf, Revocations } from './account-claims.js';
import { forPeople, type AccountLimits } from './account-limits.js';
import { grantedOf } from '../rights/capability-check.js';
import { foreignImports } from './foreign-imports.js';
import { accountNames } from '../operator/platform-subjects.js';

/** What all accounts follow from. */
export interface AccountFacts {
  /** The extensions that have an account, with what their manifests declare and their keys were granted. */
  readonly extensions: readonly ExtensionFacts[];
  readonly peopleRevocations: Revocations;
  readonly limits: AccountLimits;
}

export interface ExtensionFacts {
  readonly prefix: string;
  readonly declared: KeyCapabilities;
  /** `all` grants what is declared. */
  readonly granted: readonly KeyCapabilities[] | 'all';
  readonly revocations: Revocations;
}

/** One account as it should be. */
export interface DesiredAccount {
  readonly name: string;
  readonly claims: Partial<Account>;
}

/**
 * All accounts in the order in which a server can take them: an import is dropped in silence when the account it names
 * is not there yet, so those that export come before those that import from all of them.
 */
export function desiredAccounts(facts: AccountFacts, keyOf: PublicKeyOf): DesiredAccount[] {
  const prefixes = facts.extensions.map(({ prefix }) => prefix).sort();
  const known = new Set(prefixes);
  const extensions = facts.extensions.map(({ prefix, declared, granted, revocations }) => {
    const capabilities = granted === 'all' ? declared : grantedOf(declared, granted);
    const imports = foreignImports(prefix, capabilities).filter(({ from }) => known.has(from));
    const { limits } = facts;
    return { name: prefix, claims: extensionAccountClaims({ prefix, imports, revocations, limits }, keyOf) };
  });
  return [
    ...extensions,
    { name: accountNames.platform, claims: platformAccountClaims() },
    { name: accountNames.hub, claims: hubAccountClaims(prefixes, keyOf) },
    {
      name: accountNames.people,
      claims: { ...peopleAccountClaims(prefixes, facts.peopleRevocations, keyOf), limits: forPeople(facts.limits) },
    },
  ];
}

/** The account without what it imports from other extensions: the form in which a new one is made. */
export const withoutForeignImports = (account: DesiredAccount, platformKey: string): DesiredAccount => ({
  name: account.name,
  claims: { ...account.claims, imports: (account.claims.imports ?? []).filter((one) => one.account === platformKey) },
});

import { SymphonyError, type KeyCapabilities } from '@symphony-ts/contract';
import { unixSeconds } from '../operator/jwt.js';
import { accountNames } from '../operator/platform-subjects.js';
import type { AccessRules } from '../rights/access-rules.js';
import { usersOf, type KeyUsers } from '../rights/key-users.js';
import type { RightsHolder } from '../rights/rights-holder.js';
import type { Table } from '../table/table.js';
import type { AccountLimits } from './account-limits.js';
import { withRevocation, type AccountRecord } from './account-record.js';
import type { AccountFacts, ExtensionFacts } from './desired-accounts.js';

/** What accounts need to know of a key. */
export type AccountKey = RightsHolder & KeyUsers;

/** The records that accounts follow from. */
export interface AccountBookParts {
  readonly accounts: Table<AccountRecord>;
  /** What the manifest of an extension declares. */
  readonly declared: (prefix: string) => KeyCapabilities;
  /** The keys of an extension that count now. */
  readonly liveKeys: (prefix: string) => readonly AccountKey[];
  readonly access: AccessRules;
  readonly limits: AccountLimits;
  /** How long a user JWT can be valid, in milliseconds. */
  readonly lifetimeMs: number;
  readonly now: () => number;
}

/** Which accounts exist, and what is on record about each. */
export class AccountBook {
  readonly #parts: AccountBookParts;

  constructor(parts: AccountBookParts) {
    this.#parts = parts;
  }

  /** The extensions that have an account, sorted. */
  prefixes(): string[] {
    return this.#parts.accounts.entries().flatMap(([name]) => (isExtension(name) ? [name] : []));
  }

  /** Notes that an account exists. Throws `PREFIX_TAKEN` for a person to whom it does not belong. */
  async add(prefix: string, owner?: string): Promise<void> {
    await this.#parts.accounts.update(prefix, (current) => {
      if (current && owner !== undefined && current.owner !== owner)
        throw new SymphonyError('PREFIX_TAKEN', { prefix });
      return current ?? { ...this.#newRecord(prefix), ...(owner === undefined ? {} : { owner }) };
    });
  }

  /** Until when (Unix seconds) JWTs of a key's user are void, by default its own; 0 for one that was never revoked. */
  voidUntil(key: AccountKey, user = key.nkey): number {
    return this.#parts.accounts.get(accountOf(key))?.revocations[user] ?? 0;
  }

  /** Notes that a key's JWTs, issued until now, are void. */
  async revoke(key: AccountKey): Promise<void> {
    const { accounts, now, lifetimeMs } = this.#parts;
    const name = accountOf(key);
    const lifetimeSeconds = Math.ceil(lifetimeMs / 1000);
    await accounts.update(name, (current) =>
      usersOf(key).reduce(
        (record, user) => withRevocation(record, user, unixSeconds(now()), lifetimeSeconds),
        current ?? this.#newRecord(name),
      ),
    );
  }

  facts(): AccountFacts {
    const { accounts, limits } = this.#parts;
    return {
      extensions: this.prefixes().map((prefix) => this.extension(prefix)),
      peopleRevocations: accounts.get(accountNames.people)?.revocations ?? {},
      limits,
    };
  }

  /** What an extension's manifest declares and its live keys were granted. */
  extension(prefix: string): ExtensionFacts {
    const { accounts, declared, liveKeys, access } = this.#parts;
    const own = liveKeys(prefix);
    return {
      prefix,
      declared: declared(prefix),
      granted: own.some(access.grantsDeclared) ? 'all' : own.map(access.capabilitiesOf),
      revocations: accounts.get(prefix)?.revocations ?? {},
    };
  }

  #newRecord(name: string): AccountRecord {
    return { name, created: new Date(this.#parts.now()).toISOString(), revocations: {} };
  }
}

const isExtension = (name: string): boolean => !Object.values<string>(accountNames).includes(name);

/** The account a key's connections are in. */
export const accountOf = ({ kind, prefix }: RightsHolder): string =>
  kind === 'extension' && prefix !== undefined ? prefix : accountNames.people;

import { type KeyCapabilities, SymphonyError, withoutUndefined } from '@symphony-ts/contract';
import { gateName, gateOf } from '../operator/gates.js';
import { unixSeconds } from '../operator/jwt.js';
import { accountNames } from '../operator/platform-subjects.js';
import type { AccessRules } from '../rights/access-rules.js';
import type { RightsHolder } from '../rights/rights-holder.js';
import { type KeyUsers, usersOf } from '../rights/rights-holder.js';
import type { Table } from '../table/table.js';
import type { AccountLimits } from './account-limits.js';
import { type AccountRecord, EVERYBODY, voidUntil, withRevocations } from './account-record.js';
import { type AccountFacts, type ExtensionFacts, wantedImports } from './desired-accounts.js';

/** The facts about a key that accounts depend on. */
export type AccountKey = RightsHolder & KeyUsers;

/** The records that decide the accounts. */
export interface AccountRecordsParts {
  readonly accounts: Pick<Table<AccountRecord>, 'get' | 'read' | 'entries' | 'onChange' | 'update' | 'delete'>;
  /** The declarations in the manifest of an extension. */
  readonly declared: (prefix: string) => KeyCapabilities;
  /** The valid keys of an extension. */
  readonly liveKeys: (prefix: string) => readonly AccountKey[];
  readonly access: AccessRules;
  readonly limits: AccountLimits;
  /** The callers that flooded the platform recently. */
  readonly paused: { readonly extensions: ReadonlySet<string>; readonly voids: ReadonlyMap<string, number> };
  /** How long a user JWT can be valid, in milliseconds. */
  readonly lifetimeMs: number;
  readonly now: () => number;
}

/** Knows which accounts exist, and the record of each. */
export class AccountRecords implements Omit<AccountFacts, 'isThere'> {
  readonly #parts: AccountRecordsParts;
  /** The extensions behind each gate. */
  readonly #behind = new Map<number, Set<string>>();
  /** Which extensions import something from an extension, those without an account included. */
  readonly #importers = new Map<string, Set<string>>();
  /** By account, the keys whose revocation waits to be written. */
  readonly #revoking = new Map<string, { readonly users: Set<string>; readonly noted: Promise<void> }>();

  constructor(parts: AccountRecordsParts) {
    this.#parts = parts;
  }

  get limits(): AccountLimits {
    return this.#parts.limits;
  }

  /** Reads the records and follows their changes. Must be called before anything else listens for changes of a record. */
  follow(): void {
    const note = (name: string, record: AccountRecord | undefined): void => {
      if (!isExtension(name)) return;
      const group = this.#behind.get(gateOf(name)) ?? new Set();
      this.#behind.set(gateOf(name), group);
      if (record && record.deleted === undefined) group.add(name);
      else group.delete(name);
    };
    for (const [name, record] of this.#parts.accounts.entries()) note(name, record);
    this.#parts.accounts.onChange(note);
  }

  has(prefix: string): boolean {
    const record = this.record(prefix);
    return record !== undefined && record.deleted === undefined;
  }

  /** The record of an extension's account, even if the account was deleted. */
  record(prefix: string): AccountRecord | undefined {
    return isExtension(prefix) ? this.#parts.accounts.get(prefix) : undefined;
  }

  isDeleted(prefix: string): boolean {
    return this.record(prefix)?.deleted !== undefined;
  }

  behind(gate: number): string[] {
    return [...(this.#behind.get(gate) ?? [])].sort();
  }

  prefixes(): string[] {
    return [...this.#behind.values()].flatMap((group) => [...group]).sort();
  }

  /** The accounts that change when an extension gets an account: its own, its gate, and its importers. */
  around(prefix: string): string[] {
    return [prefix, gateName(gateOf(prefix)), ...(this.#importers.get(prefix) ?? [])];
  }

  /**
   * Records that an account exists. Resolves to true if it is new. Throws `PREFIX_TAKEN` if the account belongs to another
   * person.
   */
  async add(prefix: string, owner?: string): Promise<boolean> {
    let isNew = false;
    await this.#parts.accounts.update(prefix, (current) => {
      isNew = current === undefined || current.deleted !== undefined;
      if (!isNew && current?.emptying !== undefined) throw beingDeleted(prefix);
      if (current && !isNew) {
        if (owner !== undefined && current.owner !== owner) throw new SymphonyError('PREFIX_TAKEN', { prefix });
        return current;
      }
      const { revocations = {} } = current ?? {};
      return { ...this.#newRecord(prefix), revocations, ...withoutUndefined({ owner }) };
    });
    return isNew;
  }

  /** Notes that no key may use an account any more. A revocation counts more than keys that ended by themselves. */
  async freeze(prefix: string, because: NonNullable<AccountRecord['frozenBecause']>): Promise<void> {
    await this.#parts.accounts.update(prefix, (current) => {
      const record = current ?? this.#newRecord(prefix);
      const frozenBecause = because === 'revoked' ? because : (record.frozenBecause ?? because);
      return { ...record, frozen: record.frozen ?? this.#time(), frozenBecause };
    });
  }

  /** Notes that an account may be used again. With `byHand`, keys that ended before do not freeze it again. */
  async thaw(prefix: string, byHand = false): Promise<void> {
    if (this.record(prefix)?.frozen === undefined) return;
    await this.#parts.accounts.update(prefix, (current) => {
      const { frozen: _frozen, frozenBecause: _because, ...kept } = current ?? this.#newRecord(prefix);
      return byHand ? { ...kept, thawed: this.#time() } : kept;
    });
  }

  /** Notes that the data of an account is being deleted. */
  async empty(prefix: string): Promise<void> {
    await this.#parts.accounts.update(prefix, (current) => ({
      ...(current ?? this.#newRecord(prefix)),
      emptying: this.#time(),
    }));
  }

  /** Takes back that the data of an account is being deleted. */
  async keep(prefix: string): Promise<void> {
    await this.#parts.accounts.update(prefix, (current) => {
      const { emptying: _emptying, ...kept } = current ?? this.#newRecord(prefix);
      return kept;
    });
  }

  /** The record of an account as the server has it now: another replica may have changed it a moment ago. */
  latest(prefix: string): Promise<AccountRecord | undefined> {
    return this.#parts.accounts.read(prefix);
  }

  /** Notes that an account was deleted, and voids every JWT of it. */
  async bury(prefix: string): Promise<void> {
    const { now } = this.#parts;
    await this.#parts.accounts.update(prefix, () => ({
      ...this.#newRecord(prefix),
      deleted: this.#time(),
      revocations: { [EVERYBODY]: unixSeconds(now()) + 1 },
    }));
  }

  /** Removes the record of an account that the server did not accept. */
  async remove(prefix: string): Promise<void> {
    const wasThere = Object.keys(this.record(prefix)?.revocations ?? {}).length > 0;
    await (wasThere ? this.bury(prefix) : this.#parts.accounts.delete(prefix));
  }

  /** Until when (Unix seconds) JWTs of a key's user are void, by default its own; 0 for one that was never revoked. */
  voidUntil(key: AccountKey, user = key.nkey): number {
    return voidUntil(this.#parts.accounts.get(accountOf(key))?.revocations ?? {}, user);
  }

  /**
   * Whether no JWT of a revoked key can still be valid. The process that revoked it may have ended before it recorded the
   * revocation.
   */
  isVoid(key: AccountKey & { readonly revoked?: string | undefined }): boolean {
    const { now, lifetimeMs } = this.#parts;
    if (key.revoked === undefined) return false;
    const revoked = Date.parse(key.revoked);
    if (revoked + lifetimeMs < now()) return true;
    return usersOf(key).every((user) => this.voidUntil(key, user) >= unixSeconds(revoked));
  }

  /**
   * Notes that a key's JWTs, issued until now, are void. One change notes the keys of an account that arrive while an earlier
   * change is being written: each change copies all revocations of the account, of which there may be thousands.
   */
  revoke(key: AccountKey): Promise<void> {
    const name = accountOf(key);
    const waiting = this.#revoking.get(name);
    if (!waiting) return this.#beginRevoking(name, usersOf(key));
    for (const user of usersOf(key)) waiting.users.add(user);
    return waiting.noted;
  }

  #beginRevoking(name: string, first: readonly string[]): Promise<void> {
    const { accounts, now, lifetimeMs } = this.#parts;
    const users = new Set(first);
    let isOpen = true;
    const close = (): void => {
      if (isOpen) this.#revoking.delete(name);
      isOpen = false;
    };
    const noted = accounts
      .update(name, (current) => {
        // From its first run on, the change takes no further keys; it may run again.
        close();
        const lifetimeSeconds = Math.ceil(lifetimeMs / 1000);
        return withRevocations(current ?? this.#newRecord(name), [...users], unixSeconds(now()), lifetimeSeconds);
      })
      .then(() => undefined)
      .finally(close);
    if (isOpen) this.#revoking.set(name, { users, noted });
    return noted;
  }

  peopleRevocations(): AccountRecord['revocations'] {
    const { accounts, paused } = this.#parts;
    return { ...accounts.get(accountNames.people)?.revocations, ...Object.fromEntries(paused.voids) };
  }

  /** The declarations in an extension's manifest, and the grants of its valid keys. */
  extension(prefix: string): ExtensionFacts {
    const { accounts, declared, liveKeys, access, paused } = this.#parts;
    const own = liveKeys(prefix);
    const record = accounts.get(prefix);
    const extension: ExtensionFacts = {
      prefix,
      declared: declared(prefix),
      granted: own.some(access.grantsDeclared) ? 'all' : own.map(access.capabilitiesOf),
      revocations: record?.revocations ?? {},
      state: stateOf(record, own.length > 0),
      isPaused: paused.extensions.has(prefix),
    };
    for (const { from } of wantedImports(extension)) {
      this.#importers.set(from, (this.#importers.get(from) ?? new Set()).add(prefix));
    }
    return extension;
  }

  #newRecord(name: string): AccountRecord {
    return { name, created: this.#time(), revocations: {} };
  }

  #time(): string {
    return new Date(this.#parts.now()).toISOString();
  }
}

/** Refuses a change that would be lost, because the account is being deleted. */
export const beingDeleted = (prefix: string): SymphonyError =>
  new SymphonyError('INVALID_REQUEST', { reason: `the account of '${prefix}' is being deleted; try again after that` });

function stateOf(record: AccountRecord | undefined, hasKeys: boolean): ExtensionFacts['state'] {
  if (record?.deleted !== undefined) return 'frozen';
  if (record?.emptying !== undefined) return 'emptying';
  // A new key thaws the account.
  return record?.frozen !== undefined && !hasKeys ? 'frozen' : 'open';
}

const isExtension = (name: string): boolean => !Object.values<string>(accountNames).includes(name);

/** The account a key's connections are in. */
export const accountOf = ({ kind, prefix }: RightsHolder): string =>
  kind === 'extension' && prefix !== undefined ? prefix : accountNames.people;

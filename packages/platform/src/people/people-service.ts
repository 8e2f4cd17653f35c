import { setImmediate as nextTurn } from 'node:timers/promises';
import { type KeyCapabilities, SymphonyError, withoutUndefined } from '@symphony-ts/contract';
import type { AuditLog } from '../audit/audit-log.js';
import { type ApiKey, type CreatedKey, isLive } from '../keys/api-key.js';
import type { Actor, KeyService } from '../keys/key-service.js';
import { grantedOf } from '../rights/capability-check.js';
import { effectiveCapabilities } from '../rights/effective-capabilities.js';
import { ownCapabilities } from '../rights/key-grants.js';
import { checkRole } from '../rights/role-capabilities.js';
import type { Table } from '../table/table.js';
import { type Identity, type Person, type ProviderLogout, personId } from './person.js';
import { capabilitiesOf, type Role, rolesOf } from './role.js';

/** The parts of the people's side of the platform. */
export interface PeopleParts {
  readonly people: Table<Person>;
  readonly roles: Table<Role>;
  readonly keys: KeyService;
  readonly audit: AuditLog;
  /** How long a session lasts, in milliseconds. */
  readonly sessionMs: number;
  readonly now: () => number;
}

/** A session that has just begun. */
export interface Session extends CreatedKey {
  readonly expires: string;
  readonly person: Person;
}

/** A person as administrators see one. */
export interface PersonSummary extends Person {
  /** Names of the roles that the person's groups give. */
  readonly roles: readonly string[];
}

/** The actor in the audit log for actions of the identity provider. */
const PROVIDER = 'identity-provider';
/** How far the provider's clock may be behind, plus one second, because its times are whole seconds. */
const PROVIDER_CLOCK_MS = 31_000;

/** People, their roles, and the effect of both on their keys. */
export class PeopleService {
  readonly #parts: PeopleParts;

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  find(id: string): Person | undefined {
    return this.#parts.people.get(id);
  }

  /** Everybody who has ever signed in, sorted by id. */
  all(): Person[] {
    return this.#parts.people.values();
  }

  /** A person with the roles they have now. */
  summaryOf(person: Person): PersonSummary {
    return { ...person, roles: this.rolesOf(person).map(({ name }) => name) };
  }

  roles(): Role[] {
    return this.#parts.roles.values();
  }

  /** The roles a person has now. */
  rolesOf(person: Person): Role[] {
    return rolesOf(this.roles(), person.groups);
  }

  /** The present rights of a person. */
  capabilitiesOf(person: Person): KeyCapabilities {
    return capabilitiesOf(this.rolesOf(person));
  }

  /** Records a person who signed in and begins a session: a key with the rights of the person's roles. */
  async signIn(identity: Identity): Promise<Session> {
    const { people, keys, audit, sessionMs, now } = this.#parts;
    const { name, email, groups, confirmed, sid } = identity;
    const signedIn = new Date(now()).toISOString();
    const id = personId(identity);
    const person: Person = { id, name, groups: [...groups], signedIn, ...withoutUndefined({ email }) };
    await people.put(id, person);
    await this.#limitKeys(person);
    await keys.sweep();
    const expires = new Date(now() + sessionMs);
    const capabilities = this.capabilitiesOf(person);
    const key = await keys.createSession({ name, owner: id, capabilities, expires, confirmed, sid });
    await audit.write({ actor: id, action: 'person.sign-in', target: id, details: { key: key.id } });
    return { ...key, expires: expires.toISOString(), person };
  }

  /** Ends the sessions of somebody who signed out at the identity provider, or whom it signed out. */
  async endSessions({ issuer, subject, sid, at }: ProviderLogout): Promise<void> {
    const { keys, audit } = this.#parts;
    const person = subject === undefined ? undefined : personId({ issuer, subject });
    const ended = keys.sessions().filter((session) => {
      if (person !== undefined && session.owner !== person) return false;
      if (sid !== undefined && session.sid !== undefined) return session.sid === sid;
      // A token that is sent again must not end sessions that began after it.
      return person !== undefined && Date.parse(session.created) <= at + PROVIDER_CLOCK_MS;
    });
    await Promise.all(ended.map(({ id }) => keys.revoke(id, PROVIDER)));
    for (const target of new Set(ended.flatMap(({ owner }) => owner ?? []))) {
      await audit.write({ actor: PROVIDER, action: 'person.sign-out', target });
    }
  }

  /**
   * Adds or replaces a role. Rights that it no longer gives are removed from keys and open connections at once. Throws
   * `INVALID_CAPABILITIES` for a role with rights that nobody may give.
   */
  async putRole(role: Role, actor: Actor): Promise<void> {
    const problems = checkRole(role.capabilities);
    if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
    await this.#parts.roles.put(role.name, role);
    await this.#parts.audit.write({ actor, action: 'role.change', target: role.name, details: { ...role } });
    await this.#limitAll();
  }

  async deleteRole(name: string, actor: Actor): Promise<void> {
    await this.#parts.roles.delete(name);
    await this.#parts.audit.write({ actor, action: 'role.delete', target: name });
    await this.#limitAll();
  }

  async #limitAll(): Promise<void> {
    for (const person of this.#parts.people.values()) {
      await nextTurn(); // there may be thousands, and others want to be answered meanwhile
      await this.#limitKeys(person);
    }
  }

  /**
   * A key never exceeds its owner's roles. A session has exactly the rights of the roles. Another key keeps those of its rights
   * that the roles give as well.
   */
  async #limitKeys(person: Person): Promise<void> {
    const { keys, now } = this.#parts;
    const allowed = this.capabilitiesOf(person);
    for (const key of keys.ofOwner(person.id)) {
      if (!isLive(key, now())) continue;
      const capabilities = limited(key, allowed);
      if (capabilities) await keys.limit(key, capabilities);
    }
  }
}

const limited = (key: ApiKey, allowed: KeyCapabilities): KeyCapabilities | undefined => {
  if (key.session) return allowed;
  // The grants of a registration token are checked when it creates a key.
  if (key.kind === 'registration') return undefined;
  return grantedOf(key.capabilities ?? effectiveCapabilities(key, false), [allowed, ownCapabilities(key.prefix)]);
};

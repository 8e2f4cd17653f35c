import {
  AuthenticationError,
  formatToken,
  type KeyCapabilities,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { AuditLog } from '../audit/audit-log.js';
import { checkCapabilities } from '../rights/capability-check.js';
import type { Table } from '../table/table.js';
import { type ApiKey, type CreatedKey, isLive } from './api-key.js';
import type { Authenticated } from './authenticate.js';
import type { KeyIndex } from './key-index.js';
import { mintAgain } from './mint-again.js';
import { assertFewKeys, type KeyMaking, type NewKey, newKeyRecord } from './new-key.js';
import { sweepKeys } from './sweep-keys.js';
import { newKeyId, newSecret } from './token-secret.js';
import { VerifiedTokens } from './verified-tokens.js';

/** What keys need of the accounts. */
export interface KeyAccounts {
  /** Makes the account of an extension if there is none. Throws `PREFIX_TAKEN` for one with another owner. */
  ensure(prefix: string, owner: string | undefined): Promise<void>;
  /** Voids every JWT issued to a key so far, which ends its connections; freezes the account whose last key it was. */
  revoke(key: ApiKey): Promise<void>;
  /** Whether no JWT of a revoked key can still be valid. */
  isVoid(key: ApiKey): boolean;
  /** Whether somebody revoked the last key of an extension, and nobody made another or thawed it. */
  isClosed(prefix: string): boolean;
  /** Opens a frozen account again; resolves when the server holds it. */
  thaw(prefix: string): Promise<void>;
}

/** The parts that the key service uses. */
export interface KeyServiceParts {
  readonly table: Table<ApiKey>;
  readonly index: KeyIndex;
  readonly accounts: KeyAccounts;
  readonly audit: AuditLog;
  /** `host:port` for new tokens. */
  readonly tokenHost: () => string;
  readonly now: () => number;
  /** How long a session lasts that nobody uses, in milliseconds. */
  readonly sessionIdleMs: number;
  /** The same for a key that a registration token made. */
  readonly mintedKeyIdleMs: number;
}

/** The fields of a key that can be changed. `null` removes a value. */
export interface KeyChange {
  readonly name?: string | undefined;
  readonly notes?: string | null | undefined;
  readonly expires?: Date | null | undefined;
  readonly capabilities?: KeyCapabilities | null | undefined;
}

/** The fields of a new session. */
export interface NewSession extends Omit<NewKey, 'kind'> {
  readonly owner: string;
  /** When the person showed who they are. Default: now. */
  readonly confirmed?: Date | undefined;
  /** Id of the session at the identity provider. */
  readonly sid?: string | undefined;
}

/** The actor in the audit log: the id of a person or of a key, or `operator`. */
export type Actor = string;

/** A key that is minted for a registration token. */
export interface Minting {
  readonly id: string;
  readonly by: ApiKey;
  /** Counts the attempts at this key from 0. */
  readonly attempt: number;
  readonly activateBefore: Date;
}

/** The use of a session, or of a minted key, is noted once this share of its time is left. */
const NOTE_USE_BELOW = 0.9;
/** A session belongs to one browser, which may lose its key pair a few times. */
const MAX_BROWSERS = 16;

/** Makes, finds, changes and ends API keys. */
export class KeyService {
  readonly #parts: KeyServiceParts;
  readonly #tokens: VerifiedTokens;

  constructor(parts: KeyServiceParts) {
    this.#parts = parts;
    this.#tokens = new VerifiedTokens((id) => parts.table.get(id));
  }

  /** Makes a key. Throws `INVALID_CONFIGURATION` or `INVALID_CAPABILITIES` before anything is written. */
  async create(request: NewKey, actor: Actor, making: Partial<KeyMaking> = {}): Promise<CreatedKey> {
    const { table, accounts, audit, tokenHost, now } = this.#parts;
    const id = newKeyId();
    const secret = newSecret();
    const key = newKeyRecord(request, { ...making, id, secret, now: now() });
    this.#assertFew(key.owner);
    if (key.kind === 'extension' && key.prefix !== undefined) await accounts.ensure(key.prefix, key.owner);
    await table.put(id, key);
    if (key.kind === 'extension' && key.prefix !== undefined) await this.#open(key.prefix, id);
    const { name, kind, prefix, registers } = key;
    // The entry of a session is the sign-in of its person.
    if (!key.session) {
      await audit.write({ actor, action: 'key.create', target: id, details: { name, kind, prefix, registers } });
    }
    return { id, token: formatToken({ host: tokenHost(), keyId: id, secret }) };
  }

  /**
   * Makes the key that a registration token asks for. If the key exists and was never used, it gets another secret, because the
   * answer with the first secret was lost. Throws `REGISTRATION_REFUSED` for a key in use, and the errors of `create`.
   */
  async mint(request: NewKey, { id, by, attempt, activateBefore }: Minting): Promise<CreatedKey> {
    const { table, accounts, audit, tokenHost, now } = this.#parts;
    const secret = newSecret();
    const minted = { by: by.id, attempt };
    const idleAfter = this.#idleAfter(this.#parts.mintedKeyIdleMs);
    const key = newKeyRecord(request, { id, secret, now: now(), activateBefore, idleAfter, minted });
    const { prefix = '' } = request;
    if (accounts.isClosed(prefix)) {
      const reason = `the last key of '${prefix}' was revoked; create a key for it, or thaw its account`;
      throw new SymphonyError('REGISTRATION_REFUSED', { prefix, reason });
    }
    this.#assertFew(key.owner);
    await accounts.ensure(prefix, key.owner);
    let isNew = true;
    await table.update(id, (current) => {
      isNew = current === undefined;
      return current ? mintAgain(current, key) : key;
    });
    await accounts.thaw(prefix);
    const { name, kind } = key;
    const entry = isNew
      ? ({ action: 'key.create', details: { name, kind, prefix } } as const)
      : ({ action: 'key.change', details: { fields: ['secret'] } } as const);
    await audit.write({ actor: by.id, target: id, ...entry });
    return { id, token: formatToken({ host: tokenHost(), keyId: id, secret }) };
  }

  /** Makes the key of a session. It has the rights that its person's roles give. */
  createSession({ confirmed, sid, ...request }: NewSession): Promise<CreatedKey> {
    const making = {
      session: true,
      sid,
      idleAfter: this.#idleAfter(this.#parts.sessionIdleMs),
      confirmed: confirmed?.toISOString(),
    };
    return this.create({ ...request, kind: 'client' }, request.owner, making);
  }

  /** Notes that the person of a session has signed in again. */
  async confirm(id: string): Promise<void> {
    const { table, now } = this.#parts;
    await table.update(id, (current) => {
      if (!current || !isLive(current, now())) throw new SymphonyError('API_KEY_NOT_FOUND', { id });
      return { ...current, confirmed: new Date(now()).toISOString() };
    });
  }

  #assertFew(owner: string | undefined): void {
    const { index, now } = this.#parts;
    if (owner !== undefined) assertFewKeys(index.ofOwner(owner), now());
  }

  /** Opens the account of a new key. If that fails, the key is removed, because it is of no use without the account. */
  async #open(prefix: string, id: string): Promise<void> {
    try {
      await this.#parts.accounts.thaw(prefix);
    } catch (error) {
      await this.#parts.table.delete(id);
      throw error;
    }
  }

  #idleAfter(idleMs: number): string {
    return new Date(this.#parts.now() + idleMs).toISOString();
  }

  /** Notes the use of a key that ends when it is unused. It does not note each request, because each note is a write. */
  #noteUse({ id, idleAfter, session }: ApiKey): void {
    const { table, now, sessionIdleMs, mintedKeyIdleMs } = this.#parts;
    const idleMs = session ? sessionIdleMs : mintedKeyIdleMs;
    if (idleAfter === undefined || Date.parse(idleAfter) - now() > idleMs * NOTE_USE_BELOW) return;
    const next = this.#idleAfter(idleMs);
    const noted = table.update(id, (current) => {
      if (!current) throw new SymphonyError('API_KEY_NOT_FOUND', { id });
      return { ...current, idleAfter: next };
    });
    noted.catch(() => undefined); // ended meanwhile, or the next request tries again
  }

  /** Changes the capabilities of a key because its owner's roles changed. */
  async limit(key: ApiKey, capabilities: KeyCapabilities): Promise<void> {
    if (JSON.stringify(key.capabilities) === JSON.stringify(capabilities)) return;
    const limited = await this.#parts.table.update(key.id, (current) => ({ ...(current ?? key), capabilities }));
    await this.#parts.accounts.revoke(limited);
  }

  /**
   * Notes that a browser connects with a session, so that revoking the session ends its connections. Throws
   * `INVALID_REQUEST` for a public key that is another key's, or one more than a session may have.
   */
  async addBrowser(id: string, nkey: string, until: number): Promise<ApiKey> {
    const { table, index, now } = this.#parts;
    const holder = index.ofUser(nkey);
    if (holder && (holder.id !== id || holder.nkey === nkey)) {
      throw new SymphonyError('INVALID_REQUEST', { reason: 'the public key belongs to another API key' });
    }
    return table.update(id, (current) => {
      if (!current || !isLive(current, now())) throw new SymphonyError('API_KEY_NOT_FOUND', { id });
      const kept = (current.browsers ?? []).filter((browser) => browser.until > now() && browser.nkey !== nkey);
      if (kept.length >= MAX_BROWSERS) {
        throw new SymphonyError('INVALID_REQUEST', { reason: `the session has ${MAX_BROWSERS} browsers already` });
      }
      return { ...current, browsers: [...kept, { nkey, until }] };
    });
  }

  list(): ApiKey[] {
    return this.#parts.table.values();
  }

  /** The keys of a person, in no particular order. */
  ofOwner(owner: string): ApiKey[] {
    return this.#parts.index.ofOwner(owner);
  }

  /** The sessions that have not ended, in no particular order. */
  sessions(): ApiKey[] {
    const time = this.#parts.now();
    return this.#parts.index.temporary().filter((key) => key.session && isLive(key, time));
  }

  /** A key by its id. Throws `API_KEY_NOT_FOUND`. */
  get(id: string): ApiKey {
    const key = this.#parts.table.get(id);
    if (!key) throw new SymphonyError('API_KEY_NOT_FOUND', { id });
    return key;
  }

  /** The live key of a NATS user, by the public NKey that the server attests. */
  ofUser(nkey: string | undefined): ApiKey | undefined {
    if (nkey === undefined) return undefined;
    return this.#parts.index.liveOfUser(nkey, this.#parts.now());
  }

  /** Changes a key. New permissions reach its live connections, which are made to fetch new credentials. */
  async change(id: string, change: KeyChange, actor: Actor): Promise<ApiKey> {
    const { table, accounts, audit } = this.#parts;
    const before = this.get(id);
    const after = await table.update(id, (current) => applyChange(current ?? before, change));
    const hasNewRights =
      JSON.stringify(before.capabilities) !== JSON.stringify(after.capabilities) || before.expires !== after.expires;
    if (hasNewRights) await accounts.revoke(after);
    await audit.write({ actor, action: 'key.change', target: id, details: { fields: Object.keys(change) } });
    return after;
  }

  /**
   * Revokes a key and ends its connections. A key that is already revoked does not change, but connections that a failed
   * attempt has left are ended. Throws `API_KEY_NOT_FOUND`.
   */
  async revoke(id: string, actor: Actor): Promise<void> {
    const { table, accounts, audit, now } = this.#parts;
    const before = this.get(id);
    if (before.revoked !== undefined) {
      if (!accounts.isVoid(before)) await accounts.revoke(before);
      return;
    }
    const revoked = new Date(now()).toISOString();
    // In V8, a copy by spread can have its own hidden class, which takes half a kilobyte for each key that was ever revoked.
    const key = await table.update(id, (current) => withoutUndefined({ ...(current ?? before), revoked }));
    await accounts.revoke(key);
    await audit.write({ actor, action: 'key.revoke', target: id });
  }

  /** The key of a bearer token. Throws `AuthenticationError`. */
  authenticate(token: string): Authenticated {
    const authenticated = this.#tokens.authenticate(token, this.#parts.now());
    this.#noteUse(authenticated.key);
    return authenticated;
  }

  /**
   * Notes that a new key has reached its instance, so that it does not expire. Throws `AuthenticationError` if the key got
   * another secret in the meantime.
   */
  async activate(key: ApiKey): Promise<void> {
    if (key.activateBefore === undefined) return;
    await this.#parts.table.update(key.id, (current) => {
      if (current?.hash !== key.hash) {
        throw new AuthenticationError({ address: 'the platform', reason: 'no such API key' });
      }
      const { activateBefore: _activateBefore, ...kept } = current;
      return kept;
    });
  }

  /** Removes minted keys that were never used, and sessions that are over. */
  sweep(): Promise<void> {
    return sweepKeys(this.#parts);
  }
}

function applyChange(key: ApiKey, { name, notes, expires, capabilities }: KeyChange): ApiKey {
  const problems = capabilities ? checkCapabilities(key.prefix, capabilities) : [];
  if (problems.length > 0) throw new SymphonyError('INVALID_CAPABILITIES', { problems });
  const { notes: oldNotes, expires: oldExpires, capabilities: oldCapabilities, ...kept } = key;
  const nextNotes = notes === undefined ? oldNotes : notes;
  const nextExpires = expires === undefined ? oldExpires : expires?.toISOString();
  const nextCapabilities = capabilities === undefined ? oldCapabilities : capabilities;
  return {
    ...kept,
    name: name ?? key.name,
    ...(nextNotes ? { notes: nextNotes } : {}),
    ...(nextExpires ? { expires: nextExpires } : {}),
    ...(nextCapabilities ? { capabilities: nextCapabilities } : {}),
  };
}

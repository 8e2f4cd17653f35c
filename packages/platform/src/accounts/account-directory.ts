import { type Logger, SymphonyError, toError } from '@symphony-ts/contract';
import { gateNames } from '../operator/gates.js';
import { claimsId, signJwt, unixSeconds } from '../operator/jwt.js';
import type { OperatorKeys } from '../operator/operator-keys.js';
import { accountNames } from '../operator/platform-subjects.js';
import type { AccountRecords } from './account-records.js';
import type { AccountServer } from './account-server.js';
import { accountClaims } from './bootstrap.js';
import type { CallPause } from './call-pause.js';
import { type AccountFacts, type DesiredAccount, desiredAccount, importingOnlyFrom } from './desired-accounts.js';

/** The sources that the directory compares, and the server that receives the differences. */
export interface AccountDirectoryParts {
  readonly keys: OperatorKeys;
  readonly server: Pick<AccountServer, 'push' | 'stored' | 'maxBytes'>;
  readonly records: AccountRecords;
  /** Has callers wait while accounts are sent again. */
  readonly pause: Pick<CallPause, 'around'>;
  readonly now: () => number;
  readonly logger: Logger;
}

/** The accounts that the server does not hold as they should be after a run, each with the reason. */
type Failures = ReadonlyMap<string, Error>;

const EVERY = Symbol('every account');

const { platform, people, hub, calls } = accountNames;
/** The platform's own accounts, in the order in which they are made: each imports from those before it, and from extensions. */
const own: readonly string[] = [platform, ...gateNames, calls, people, hub];

/**
 * Brings the accounts on the server in line with the platform's records. There is one writer at a time. If several requests
 * wait, one run serves all of them. Only accounts with changed contents are signed and sent. If the server refuses an account,
 * only the caller who asked for it gets an error.
 */
export class AccountDirectory {
  readonly #parts: AccountDirectoryParts;
  /** The accounts that the server is known to have: the `jti`, a hash of the contents, by public key. */
  #held: Map<string, string> | undefined;
  #waiting: Set<string | typeof EVERY> = new Set();
  #next: Promise<Failures> | undefined;
  #running: Promise<unknown> = Promise.resolve();
  /** Public keys of the accounts that exist on the server, with any contents. */
  readonly #there = new Set<string>();
  readonly #failed = new Set<string>();
  #rotations = 0;
  /** What runs were asked for that ended because the server did not answer. The next run does it as well. */
  #unfinished: ReadonlySet<string | typeof EVERY> = new Set();
  /** Why the key file could not be read the last time. */
  #keyFailure: string | undefined;

  constructor(parts: AccountDirectoryParts) {
    this.#parts = parts;
  }

  /** The accounts that the server does not hold as they should be. */
  get failed(): readonly string[] {
    return [...this.#failed];
  }

  /**
   * Compares all accounts. Resolves once the server has everything that was recorded at the time of the call, except accounts
   * that it refuses; those are logged and kept in `failed`. Throws if the server does not answer.
   */
  async sync(): Promise<void> {
    await this.#request([EVERY]);
  }

  /**
   * Brings some accounts in line, and the accounts that depend on new ones. After a rotation of signing keys, it does so for
   * all accounts. Throws `ACCOUNT_UPDATE_FAILED` if the server refuses one of them.
   */
  async update(names: readonly string[]): Promise<void> {
    const failures = await this.#request(names);
    for (const name of names) {
      const failure = failures.get(name);
      if (failure) throw failure;
    }
  }

  /** Makes the next run ask the server again: after a reconnect it may be another server. */
  forget(): void {
    this.#held = undefined;
  }

  #request(names: readonly (string | typeof EVERY)[]): Promise<Failures> {
    for (const name of names) this.#waiting.add(name);
    if (this.#next) return this.#next;
    const next = this.#running
      .catch(() => undefined) // its own callers were told; this run starts from what the server holds
      .then(() => {
        const requested = this.#waiting;
        this.#waiting = new Set();
        this.#next = undefined;
        return this.#run(requested);
      });
    this.#next = next;
    this.#running = next;
    return next;
  }

  async #run(requested: ReadonlySet<string | typeof EVERY>): Promise<Failures> {
    this.#unfinished = new Set([...this.#unfinished, ...requested]);
    await this.#reloadKeys();
    const { rotations } = this.#parts.keys;
    const failures = await this.#bringInLine(this.#unfinished, rotations !== this.#rotations);
    this.#unfinished = new Set();
    this.#rotations = rotations;
    return failures;
  }

  /** `isRotated` says that the signing keys have changed since the last run that came to its end. */
  async #bringInLine(requested: ReadonlySet<string | typeof EVERY>, isRotated: boolean): Promise<Failures> {
    const { keys } = this.#parts;
    // Another replica may have sent the accounts of a rotation.
    if (isRotated) this.#held = undefined;
    const held = (this.#held ??= await this.#ask());
    const names = this.#expand(isRotated ? new Set([EVERY]) : requested, held);
    const failures = new Map<string, Error>();
    // An account that the server did not take in time is there, and keeps its imports.
    const made = names.filter((name) => !this.#there.has(keys.account(name).publicKey));
    for (const name of made) {
      await this.#bring(name, failures, (account) => importingOnlyFrom(account, this.#everywhere()));
    }
    const groups = isRotated ? inGroups(inOrder(names)) : [inOrder(names)];
    for (const group of groups) {
      const bringAll = (): Promise<void> => this.#bringAll(group, failures);
      const stale = isRotated ? group.filter((name) => this.#isStale(name)) : [];
      if (stale.length === 0) await bringAll();
      else await this.#parts.pause.around(group.some(isOwn) ? undefined : stale, bringAll);
      // A rotation takes its time. What is asked for meanwhile, such as a revocation, does not wait for all of it.
      if (isRotated) await this.#bringAll(this.#urgent(), failures);
    }
    return failures;
  }

  /** What was asked for during this run. The next run finds it done. */
  #urgent(): string[] {
    return [...this.#waiting].filter((name): name is string => name !== EVERY).filter((name) => this.#isStale(name));
  }

  async #bringAll(names: readonly string[], failures: Map<string, Error>): Promise<void> {
    for (const name of names) await this.#bring(name, failures, (account) => account);
  }

  /** Whether the server has another version of an account. */
  #isStale(name: string): boolean {
    const { keys } = this.#parts;
    const account = desiredAccount(name, this.#facts(), (other) => keys.account(other).publicKey);
    if (!account) return false;
    const claims = accountClaims(keys, account.name, account.claims);
    const held = this.#held?.get(claims.subject);
    return held !== undefined && held !== claimsId(claims);
  }

  /** Accounts can be brought in line with the keys that are known, also when the file is out of reach. */
  async #reloadKeys(): Promise<void> {
    const { keys, logger } = this.#parts;
    try {
      await keys.reload();
      this.#keyFailure = undefined;
    } catch (error) {
      const { message } = toError(error);
      if (message === this.#keyFailure) return;
      this.#keyFailure = message;
      logger.error('the key file is out of reach; put it back before the next start', { err: error });
    }
  }

  async #ask(): Promise<Map<string, string>> {
    const stored = await this.#parts.server.stored();
    this.#there.clear();
    for (const publicKey of stored.keys()) this.#there.add(publicKey);
    return stored;
  }

  /**
   * The records without the accounts that the server does not have yet: an account that a later run makes is on record already.
   * If a server has to import from an account that it does not have, it asks other servers for that account for seconds, and
   * answers nothing in the meantime.
   */
  #facts(): AccountFacts {
    const { records, keys } = this.#parts;
    const isThere = (prefix: string): boolean => this.#there.has(keys.account(prefix).publicKey);
    return {
      has: (prefix) => records.has(prefix),
      isThere: (prefix) => records.has(prefix) && isThere(prefix),
      isDeleted: (prefix) => records.isDeleted(prefix),
      extension: (prefix) => records.extension(prefix),
      behind: (gate) => records.behind(gate).filter(isThere),
      peopleRevocations: () => records.peopleRevocations(),
      limits: records.limits,
    };
  }

  /** The names that a run is about, in the order in which new accounts are made. */
  #expand(requested: ReadonlySet<string | typeof EVERY>, held: ReadonlyMap<string, string>): string[] {
    const { records, keys } = this.#parts;
    if (requested.has(EVERY)) return [...own, ...records.prefixes()];
    const names = [...requested].filter((name) => name !== EVERY);
    const isNew = (name: string): boolean => records.has(name) && !held.has(keys.account(name).publicKey);
    const all = new Set(names.flatMap((name) => (isNew(name) ? records.around(name) : [name])));
    return [...own.filter((name) => all.has(name)), ...[...all].filter((name) => !own.includes(name))];
  }

  /** Sends one account if the server has another version. Notes a refusal; throws if the server does not answer. */
  async #bring(
    name: string,
    failures: Map<string, Error>,
    form: (account: DesiredAccount) => DesiredAccount,
  ): Promise<void> {
    const { keys, logger } = this.#parts;
    const account = desiredAccount(name, this.#facts(), (other) => keys.account(other).publicKey);
    if (!account) return;
    try {
      await this.#push(form(account));
      if (!failures.has(name)) this.#failed.delete(name);
    } catch (error) {
      const failure = toError(error);
      this.#failed.add(name);
      // The error has a cause only if the request failed. Then the next account would not get through either.
      if (failure.cause !== undefined) throw failure;
      if (!failures.has(name)) logger.error('the server refuses an account', { account: name, err: failure });
      failures.set(name, failure);
      await this.#pushRevocations(account);
    }
  }

  /** Sends at least the revocations of an account whose desired state the server refuses. */
  async #pushRevocations(account: DesiredAccount): Promise<void> {
    try {
      await this.#push(importingOnlyFrom(account, this.#everywhere()));
    } catch (error) {
      this.#parts.logger.error('revocations of an account do not reach the server', {
        account: account.name,
        err: error,
      });
    }
  }

  /** The accounts that exist before every extension, so that no import has to wait for them. */
  #everywhere(): string[] {
    const { keys } = this.#parts;
    return [platform, calls, people].map((name) => keys.account(name).publicKey);
  }

  async #push(account: DesiredAccount): Promise<void> {
    const { keys, server, now, logger } = this.#parts;
    const claims = accountClaims(keys, account.name, account.claims);
    const id = claimsId(claims);
    const held = (this.#held ??= new Map());
    if (held.get(claims.subject) === id) return;
    const jwt = signJwt(claims, keys.operator, unixSeconds(now()));
    assertSize(account.name, jwt, server.maxBytes);
    try {
      await server.push({ name: account.name, jwt });
    } catch (error) {
      held.delete(claims.subject);
      throw error;
    }
    held.set(claims.subject, id);
    this.#there.add(claims.subject);
    logger.debug('account updated', { account: account.name });
  }
}

/** Accounts are sent in one message. A larger one would end the connection. */
function assertSize(account: string, jwt: string, maxBytes: number): void {
  if (jwt.length <= maxBytes) return;
  const reason = `its JWT would have ${jwt.length} bytes, and max_payload of the server is ${maxBytes}`;
  throw new SymphonyError('ACCOUNT_UPDATE_FAILED', { account, reason });
}

const isOwn = (name: string): boolean => own.includes(name);

/** The number of extensions whose callers wait at the same time. */
const GROUP = 100;

/** Neighbours in the order of sending: accounts of the platform together, and extensions together. */
function inGroups(names: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const name of names) {
    const last = groups.at(-1);
    const fits = last?.[0] !== undefined && isOwn(last[0]) === isOwn(name) && (isOwn(name) || last.length < GROUP);
    if (fits) last.push(name);
    else groups.push([name]);
  }
  return groups;
}

/**
 * Revocations of people come first, then extensions, then the accounts that import from them, and last those that import from
 * these.
 */
const inOrder = (names: readonly string[]): string[] => {
  const last: readonly string[] = [...gateNames, calls, hub];
  return [...names.filter((name) => !last.includes(name)), ...last.filter((name) => names.includes(name))];
};

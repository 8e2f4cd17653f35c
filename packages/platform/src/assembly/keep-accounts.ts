import type { ApiKey } from '../keys/api-key.js';
import { prefixOfKey } from '../registry/registration.js';
import type { PlatformCore } from './core.js';

/**
 * The longest time between two checks for expired keys and rotated signing keys. If a key expires sooner, the check is earlier.
 */
const LOOK_MS = 60_000;
/** How long after a change of keys the next check is planned, so that one plan serves many changes. */
const PLAN_MS = 250;
/** How long after an expiry the check runs, so that it surely sees the key as expired. */
const AFTER_MS = 50;
/** A revocation that is younger may be under way, here or at another replica. */
const UNDER_WAY_MS = 10_000;
/** How soon accounts that the server did not accept are sent again. The pause doubles up to the longest. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

type KeptParts = Pick<PlatformCore, 'records' | 'directory' | 'keyIndex' | 'links' | 'options' | 'state'>;

/**
 * Keeps the server's accounts in line. It follows changes by other replicas, expiring keys and rotated signing keys. Whenever
 * the connection comes back, it compares with the server again. It repeats what the server did not accept. Returns the function
 * that stops it.
 */
export function keepAccounts(core: KeptParts): () => void {
  const { records, directory, keyIndex, links, state } = core;
  const update = new AccountUpdate(core);
  state.accounts.onChange((name) => update.bring([name]));
  state.registry.onChange((prefix) => update.bring([prefix]));
  state.versions.onChange((key) => update.bring([prefixOfKey(key)]));
  keyIndex.onExtension((prefix) => {
    if (records.has(prefix)) update.bring([prefix]);
  });
  links.system.onReconnect(() => {
    directory.forget();
    update.bring('all');
  });
  const unfollow = followKeyEnds(core, update);
  update.settle();
  return () => {
    unfollow();
    update.stop();
  };
}

/** Brings the server's accounts in line, and repeats later what it did not accept. */
class AccountUpdate {
  readonly #directory: KeptParts['directory'];
  readonly #logger: KeptParts['options']['logger'];
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor({ directory, options }: KeptParts) {
    this.#directory = directory;
    this.#logger = options.logger;
  }

  bring(names: readonly string[] | 'all'): void {
    const work = names === 'all' ? this.#directory.sync() : this.#directory.update(names);
    work.then(
      () => this.settle(),
      (error: unknown) => this.notYet(error),
    );
  }

  /** Notes that something was not possible yet. */
  notYet(error: unknown): void {
    this.#logger.warn('accounts are not in line yet', { err: error });
    this.#again();
  }

  /** Looks whether the server has accepted all accounts. */
  settle(): void {
    if (this.#directory.failed.length > 0) this.#again();
    else this.#retryMs = FIRST_RETRY_MS;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
  }

  #again(): void {
    if (this.#retry || this.#isStopped) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.bring(this.#directory.failed.length > 0 ? this.#directory.failed : 'all');
    }, this.#retryMs);
    this.#retry.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}

/** Looks at the keys whenever one has expired, and at least once a minute. Returns the function that stops it. */
function followKeyEnds(core: KeptParts, update: AccountUpdate): () => void {
  const { keyIndex } = core;
  let lookedAt = Date.now();
  let isStopped = false;
  let next: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = Date.now();
    const lapsed = keyIndex.lapsed(lookedAt, now);
    lookedAt = now;
    // Runs also if no key has expired, because each run checks the signing keys.
    finishRevocations(core, now)
      .then(() => freezeEnded(core, now))
      .then(
        (frozen) => update.bring([...lapsed, ...frozen]),
        (error: unknown) => update.notYet(error),
      );
    plan();
  };
  const plan = (): void => {
    clearTimeout(next);
    const wait = Math.min(LOOK_MS, Math.max(0, keyIndex.nextEnd(lookedAt) - Date.now()) + AFTER_MS);
    if (!isStopped) next = setTimeout(look, wait).unref();
  };
  let planning: NodeJS.Timeout | undefined;
  // Once for all keys that change at about the same time, because finding the next expiry looks at all keys.
  keyIndex.onExtension(() => {
    planning ??= setTimeout(() => {
      planning = undefined;
      plan();
    }, PLAN_MS).unref();
  });
  look();
  return () => {
    isStopped = true;
    clearTimeout(next);
    clearTimeout(planning);
  };
}

/** Freezes the extensions whose last key expired. Resolves to those that were not frozen before. */
async function freezeEnded({ records, keyIndex }: KeptParts, now: number): Promise<string[]> {
  const frozen: string[] = [];
  for (const [prefix, ended] of keyIndex.ended(now)) {
    const { frozen: since, emptying, thawed = 0 } = records.record(prefix) ?? {};
    if (!records.has(prefix) || since !== undefined || emptying !== undefined || new Date(thawed).getTime() >= ended)
      continue;
    await records.freeze(prefix, 'expired');
    frozen.push(prefix);
  }
  return frozen;
}

/** Makes the JWTs of revoked keys invalid, if a platform ended or lost its server between a revocation and its record. */
async function finishRevocations({ records, keyIndex, options }: KeptParts, now: number): Promise<void> {
  for (const key of keyIndex.revokedUntil(now - UNDER_WAY_MS)) {
    if (records.isVoid(key)) continue;
    options.logger.warn('a revocation was not complete', { key: key.id });
    await noteRevocation({ records, keyIndex }, key);
  }
}

/** Notes that the JWTs of a key are void, and before that, that its account is frozen if this was its last key. */
export async function noteRevocation(
  { records, keyIndex }: Pick<PlatformCore, 'records' | 'keyIndex'>,
  key: ApiKey,
): Promise<void> {
  const { kind, prefix, revoked } = key;
  const isLast = prefix !== undefined && keyIndex.liveOf(prefix, Date.now()).length === 0;
  if (kind === 'extension' && revoked !== undefined && isLast) await records.freeze(prefix, 'revoked');
  await records.revoke(key);
}

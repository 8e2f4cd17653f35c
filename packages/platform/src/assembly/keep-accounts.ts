import type { ApiKey } from '../keys/api-key.js';
import { prefixOfKey } from '../registry/registration.js';
import type { PlatformCore } from './core.js';

/**
 * The longest time between two checks for expired keys and rotated signing keys. If a key expires sooner, the check is earlier.
 */
const LOOK_MS = 60_000;
/** How soon after a change of keys their ends are looked at. */
const PLAN_MS = 250;
/** How long after its end a key is surely over. */
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
  const { records, directory, keyIndex, links, options, state } = core;
  let retryMs = FIRST_RETRY_MS;
  let retry: NodeJS.Timeout | undefined;
  let isStopped = false;

  const bring = (names: readonly string[] | 'all'): void => {
    const work = names === 'all' ? directory.sync() : directory.update(names);
    work.then(settle, notYet);
  };
  const notYet = (error: unknown): void => {
    options.logger.warn('accounts are not in line yet', { err: error });
    again();
  };
  const settle = (): void => {
    if (directory.failed.length > 0) again();
    else retryMs = FIRST_RETRY_MS;
  };
  const again = (): void => {
    if (retry || isStopped) return;
    retry = setTimeout(() => {
      retry = undefined;
      bring(directory.failed.length > 0 ? directory.failed : 'all');
    }, retryMs);
    retry.unref();
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };

  state.accounts.onChange((name) => bring([name]));
  state.registry.onChange((prefix) => bring([prefix]));
  state.versions.onChange((key) => bring([prefixOfKey(key)]));
  keyIndex.onExtension((prefix) => {
    if (records.has(prefix)) bring([prefix]);
  });
  links.system.onReconnect(() => {
    directory.forget();
    bring('all');
  });
  let lookedAt = Date.now();
  let next: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = Date.now();
    const lapsed = keyIndex.lapsed(lookedAt, now);
    lookedAt = now;
    // Without a name too: each run looks at the signing keys.
    finishRevocations(core, now)
      .then(() => freezeEnded(core, now))
      .then((frozen) => bring([...lapsed, ...frozen]), notYet);
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
  settle();
  return () => {
    isStopped = true;
    clearTimeout(next);
    clearTimeout(planning);
    clearTimeout(retry);
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

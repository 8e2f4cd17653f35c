import { accountOf, beingDeleted } from '../accounts/account-records.js';
import { KeyService } from '../keys/key-service.js';
import { forgetEndedKeys, sweepKeys } from '../keys/sweep-keys.js';
import type { PlatformCore } from './core.js';
import { noteRevocation } from './keep-accounts.js';

const SWEEP_MS = 3_600_000;

/** Removes what is left of keys that ended, every hour. Returns the function that stops it. */
export function sweepHourly({
  state,
  keyIndex,
  options,
}: Pick<PlatformCore, 'state' | 'keyIndex' | 'options'>): () => void {
  const parts = { table: state.keys, index: keyIndex, now: () => Date.now() };
  const timer = setInterval(() => {
    sweepKeys(parts)
      .then(() => forgetEndedKeys(parts))
      .catch((error: unknown) => options.logger.warn('keys that ended are not removed yet', { err: error }));
  }, SWEEP_MS).unref();
  return () => clearInterval(timer);
}

/** The key service, whose keys make accounts and whose revocations reach the server. */
export const createKeyService = (
  { state, keyIndex, records, directory, options }: PlatformCore,
  tokenHost: () => string,
): KeyService =>
  new KeyService({
    table: state.keys,
    index: keyIndex,
    audit: state.audit,
    tokenHost,
    now: () => Date.now(),
    sessionIdleMs: options.sessionIdleMs,
    mintedKeyIdleMs: options.mintedKeyIdleMs,
    accounts: {
      ensure: async (prefix, owner) => {
        const isNew = await records.add(prefix, owner);
        try {
          await directory.update(isNew ? records.around(prefix) : [prefix]);
        } catch (error) {
          if (isNew) await records.remove(prefix);
          throw error;
        }
      },
      revoke: async (key) => {
        await noteRevocation({ records, keyIndex }, key);
        await directory.update([accountOf(key)]);
      },
      isVoid: (key) => records.isVoid(key),
      isClosed: (prefix) => records.record(prefix)?.frozenBecause === 'revoked',
      thaw: async (prefix) => {
        // The key is stored now: either a deletion of the account sees the key, or this check sees the deletion.
        const { deleted, emptying } = (await records.latest(prefix)) ?? {};
        if (deleted !== undefined || emptying !== undefined) throw beingDeleted(prefix);
        if (records.record(prefix)?.frozen === undefined) return;
        await records.thaw(prefix);
        // The owner of the key may use it at once.
        await directory.update([prefix]);
      },
    },
  });

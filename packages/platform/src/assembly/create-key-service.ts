import { accountOf } from '../accounts/account-book.js';
import { KeyService } from '../keys/key-service.js';
import type { PlatformCore } from './core.js';

/** The key service, whose keys make accounts and whose revocations reach the server. */
export const createKeyService = (
  { state, keyIndex, book, directory }: PlatformCore,
  tokenHost: () => string,
): KeyService =>
  new KeyService({
    table: state.keys,
    index: keyIndex,
    audit: state.audit,
    tokenHost,
    now: Date.now,
    accounts: {
      ensure: async (prefix, owner) => {
        const isNew = await book.add(prefix, owner);
        try {
          await directory.update(isNew ? book.around(prefix) : [prefix]);
        } catch (error) {
          if (isNew) await book.remove(prefix);
          throw error;
        }
      },
      revoke: async (key) => {
        await book.revoke(key);
        const { prefix } = key;
        const isLast = prefix !== undefined && keyIndex.liveOf(prefix, Date.now()).length === 0;
        if (key.kind === 'extension' && key.revoked !== undefined && isLast) await book.freeze(prefix, 'revoked');
        await directory.update([accountOf(key)]);
      },
      isClosed: (prefix) => book.record(prefix)?.frozenBecause === 'revoked',
      thaw: (prefix) => book.thaw(prefix),
    },
  });

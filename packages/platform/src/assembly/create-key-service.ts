import type { PlatformCore } from './core.js';
import { KeyService } from '../keys/key-service.js';

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
        await book.add(prefix, owner);
        await directory.sync();
      },
      revoke: async (key) => {
        await book.revoke(key);
        await directory.sync();
      },
    },
  });

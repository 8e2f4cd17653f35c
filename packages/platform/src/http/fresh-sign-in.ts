import { SymphonyError } from '@symphony-ts/contract';
import type { ApiKey } from '../keys/api-key.js';

const MINUTE_MS = 60_000;

/**
 * Refuses changes that would outlast a session that somebody else has taken over. Only people who have just signed in may
 * change keys, roles and accounts. Keys that are not sessions may do so.
 *
 * @throws `SIGN_IN_AGAIN` for a session whose person signed in too long ago
 */
export type AssertFresh = (key: Pick<ApiKey, 'session' | 'confirmed' | 'created'>) => void;

export const createAssertFresh =
  (freshSignInMs: number, now: () => number): AssertFresh =>
  ({ session, confirmed, created }) => {
    if (!session || Date.parse(confirmed ?? created) + freshSignInMs > now()) return;
    throw new SymphonyError('SIGN_IN_AGAIN', { minutes: Math.ceil(freshSignInMs / MINUTE_MS) });
  };

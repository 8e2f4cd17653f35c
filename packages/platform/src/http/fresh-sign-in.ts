import { SymphonyError } from '@symphony-ts/contract';
import type { ApiKey } from '../keys/api-key.js';

const MINUTE_MS = 60_000;

/**
 * Refuses what would outlast a session that somebody else has taken over: keys, roles and accounts are changed by people who
 * have just shown who they are. Keys that are not sessions pass.
 *
 * @throws `SIGN_IN_AGAIN` for a session whose person showed too long ago who they are
 */
export type AssertFresh = (key: Pick<ApiKey, 'session' | 'confirmed' | 'created'>) => void;

export const createAssertFresh =
  (freshSignInMs: number, now: () => number): AssertFresh =>
  ({ session, confirmed, created }) => {
    if (!session || Date.parse(confirmed ?? created) + freshSignInMs > now()) return;
    throw new SymphonyError('SIGN_IN_AGAIN', { minutes: Math.ceil(freshSignInMs / MINUTE_MS) });
  };

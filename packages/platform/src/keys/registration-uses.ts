import { limits, SymphonyError } from '@symphony-ts/contract';
import type { ApiKey } from './api-key.js';

/** When to try again if too many keys of a token have not been used yet. */
const FULL_RETRY_MS = 30_000;

/** One use of a registration token, while the key it is for has not been used yet. */
export interface PendingUse {
  /** Id of the key. */
  readonly keyId: string;
  /** Which attempt at this key it is, counted from 0. */
  readonly attempt: number;
  /** Unix seconds until which the key has to be used. */
  readonly until: number;
}

/** Whether a use was added already by an earlier attempt at the same key. */
export const isPending = ({ registers }: ApiKey, keyId: string): boolean => registers?.pending[keyId] !== undefined;

/**
 * Adds a use, unless an earlier attempt at the same key has added it. Throws `REGISTRATION_REFUSED` if no use is left, and for
 * an attempt that a later one has replaced. Throws `TOO_MANY_REQUESTS` if too many uses are not confirmed yet, because all of
 * them are in one record.
 */
export function addUse(key: ApiKey, { keyId, attempt, until }: PendingUse): ApiKey {
  const registers = registersOf(key);
  const { uses, maxUses, prefixes, pending } = registers;
  const earlier = pending[keyId];
  if (earlier && earlier.attempt > attempt)
    throw refuse(prefixes, 'a later attempt at the same key has taken its place');
  if (!earlier && maxUses !== undefined && uses >= maxUses) {
    throw refuse(prefixes, `the registration token was used ${uses} of ${maxUses} times`);
  }
  if (!earlier && Object.keys(pending).length >= limits.pendingUses) {
    throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: FULL_RETRY_MS });
  }
  const taken = { ...pending, [keyId]: { attempt, until } };
  return { ...key, registers: { ...registers, uses: earlier ? uses : uses + 1, pending: taken } };
}

/** Gives a use back if its key could not be made. If a later attempt at that key exists, it keeps the use. */
export function giveBackUse(key: ApiKey, { keyId, attempt }: Pick<PendingUse, 'keyId' | 'attempt'>): ApiKey {
  return registersOf(key).pending[keyId]?.attempt === attempt ? withoutPending(key, [keyId], 1) : key;
}

/** Settles the uses whose time is over at `now` (Unix seconds). A use counts if its key is in use, and is given back if not. */
export function settleUses(key: ApiKey, now: number, isInUse: (keyId: string) => boolean): ApiKey {
  const over = Object.entries(registersOf(key).pending).flatMap(([id, { until }]) => (until < now ? [id] : []));
  return over.length === 0 ? key : withoutPending(key, over, over.filter((id) => !isInUse(id)).length);
}

function withoutPending(key: ApiKey, ids: readonly string[], unused: number): ApiKey {
  const registers = registersOf(key);
  const pending = Object.fromEntries(Object.entries(registers.pending).filter(([id]) => !ids.includes(id)));
  return { ...key, registers: { ...registers, uses: Math.max(0, registers.uses - unused), pending } };
}

function registersOf({ registers }: ApiKey): NonNullable<ApiKey['registers']> {
  if (!registers) throw refuse('', 'this is not a registration token');
  return registers;
}

const refuse = (prefix: string, reason: string): SymphonyError<'REGISTRATION_REFUSED'> =>
  new SymphonyError('REGISTRATION_REFUSED', { prefix, reason });

import { SymphonyError } from '@symphony-ts/contract';
import type { ApiKey } from './api-key.js';

/**
 * The record of a new key when its request is repeated: the same key with the secret of `next`, so earlier answers, which were
 * lost, are no longer valid. Throws `REGISTRATION_REFUSED` once the key has been used, because then an answer has arrived.
 */
export function mintAgain(current: ApiKey, next: ApiKey): ApiKey {
  const refuse = (reason: string): never => {
    throw new SymphonyError('REGISTRATION_REFUSED', { prefix: next.prefix ?? '', reason });
  };
  const before = current.minted;
  if (before?.by !== next.minted?.by) refuse('the key of this request is not one that this registration token made');
  if (current.prefix !== next.prefix) refuse(`this request was made for '${current.prefix}' before`);
  if (current.revoked !== undefined) refuse('the key of this request was revoked');
  if (current.activateBefore === undefined) refuse('the key of this request is in use already');
  if ((before?.attempt ?? 0) > (next.minted?.attempt ?? 0)) {
    refuse('a later attempt at the same key has taken its place');
  }
  return { ...next, created: current.created };
}

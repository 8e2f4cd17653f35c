import { AuthenticationError, isSymphonyError, parseToken, type Token } from '@symphony-ts/contract';
import { type ApiKey, whyDead } from './api-key.js';
import { hashSecret, isSecretOf } from './token-secret.js';

/** A key whose token was shown, with the secret of it. */
export interface Authenticated {
  readonly key: ApiKey;
  readonly secret: string;
}

const refusal = (reason: string): AuthenticationError => new AuthenticationError({ address: 'the platform', reason });

/**
 * The key of a bearer token. Every refusal is an `AuthenticationError` with one of few reasons. None of them tells an unknown
 * id from a wrong secret.
 */
export function authenticate(token: string, find: (id: string) => ApiKey | undefined, now: number): Authenticated {
  const { keyId, secret } = readToken(token);
  const key = find(keyId);
  // Compared even without a key, so that an unknown id takes as long as a wrong secret.
  const isRight = isSecretOf(secret, key?.hash ?? hashSecret(''));
  if (!key || !isRight) throw refusal('no such API key');
  refuseDead(key, now);
  return { key, secret };
}

/** Throws `AuthenticationError` for a key that is not valid at `now` (milliseconds). */
export function refuseDead(key: ApiKey, now: number): void {
  const reason = whyDead(key, now);
  if (reason !== undefined) throw refusal(reason);
}

function readToken(token: string): Token {
  try {
    return parseToken(token);
  } catch (error) {
    if (isSymphonyError(error, 'INVALID_TOKEN')) throw refusal('the token is malformed');
    throw error;
  }
}

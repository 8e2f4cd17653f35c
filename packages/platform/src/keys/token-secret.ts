import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { encodeBase32 } from '@symphony-ts/contract';
import { NKey } from '../operator/nkey.js';

/** A key's id, which is also its instance id: 100 random bits of upper-case letters and digits, fit for a subject. */
export const newKeyId = (): string => encodeBase32(randomBytes(13)).slice(0, 20);

/** The id of the key that a registration token mints for one request: the same whenever the request is repeated. */
export const mintedKeyId = (registrationId: string, requestId: string): string =>
  encodeBase32(createHmac('sha256', registrationId).update(`symphony minted key v1 ${requestId}`).digest()).slice(
    0,
    20,
  );

export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares in constant time. */
export function isSecretOf(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret), 'hex');
  const kept = Buffer.from(hash, 'hex');
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The NKey of a token: the same at every exchange, and kept nowhere. */
export const secretNKey = (secret: string): NKey =>
  new NKey('user', createHmac('sha256', secret).update('symphony user nkey v1').digest());

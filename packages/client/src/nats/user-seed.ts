import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase32, encodeBase32 } from '@symphony-ts/contract';
import { crc16 } from '@symphony-ts/contract/internal';

/** The DER header of a PKCS #8 document that holds one raw Ed25519 seed (RFC 8410). */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The first two bytes of a user's seed, `SU`, and the first of a user's public key, `U`. @documented by NATS nkeys */
const SEED_OF_USER = Buffer.from([0x95, 0x00]);
const USER = 0xa0;

/** The first two bytes, 32 of Ed25519, and a checksum. */
const SEED_BYTES = 36;

/** Whether text is the seed of a NATS user: its kind, its length and its checksum. */
export function isUserSeed(text: string): boolean {
  const bytes = Buffer.from(decodeBase32(text) ?? []);
  if (bytes.length !== SEED_BYTES || !bytes.subarray(0, 2).equals(SEED_OF_USER)) return false;
  return bytes.readUInt16LE(SEED_BYTES - 2) === crc16(bytes.subarray(0, -2));
}

/** The key that a seed stands for. Throws if the text is no seed. */
export function privateKeyOf(seed: string): KeyObject {
  const raw = Buffer.from(decodeBase32(seed) ?? []).subarray(2, 34);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, raw]), format: 'der', type: 'pkcs8' });
}

/** The public key of a user, `U…`. */
export function userKeyOf(key: KeyObject): string {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const payload = Buffer.concat([Buffer.of(USER), Buffer.from(x, 'base64url')]);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(payload));
  return encodeBase32(Buffer.concat([payload, checksum]));
}

import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { decodeBase32, encodeBase32 } from '@symphony-ts/contract';
import { crc16 } from '@symphony-ts/contract/internal';

/**
 * NKeys on Node's own Ed25519. The NKeys library signs in JavaScript, 44 to 70 ms a time on the machines this was measured
 * on; Node does it in a tenth of a millisecond, and that decides how fast hundreds of accounts start.
 */
export type NKeyKind = 'operator' | 'account' | 'user';

const kindByte = { operator: 14 << 3, account: 0, user: 20 << 3 } as const satisfies Record<NKeyKind, number>;
const SEED_BYTE = 18 << 3;
const encode = (payload: Uint8Array): string => {
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc16(payload));
  return encodeBase32(Buffer.concat([payload, checksum]));
};

const USER_KEY = /^U[A-Z2-7]{55}$/;

/** Whether text is the public key of a user: its kind, its length and its checksum. */
export function isUserKey(text: string): boolean {
  if (!USER_KEY.test(text)) return false;
  const bytes = Buffer.from(decodeBase32(text) ?? []);
  if (bytes.length < 3) return false;
  const payload = bytes.subarray(0, -2);
  return payload[0] === kindByte.user && bytes.readUInt16LE(payload.length) === crc16(payload);
}

/** A key pair that signs JWTs, or the server's nonce. */
export class NKey {
  readonly publicKey: string;
  readonly #kind: NKeyKind;
  readonly #raw: Uint8Array;
  readonly #key: KeyObject;

  /** @param raw the 32 bytes of an Ed25519 seed */
  constructor(kind: NKeyKind, raw: Uint8Array) {
    this.#kind = kind;
    this.#raw = raw;
    this.#key = privateKeyOf(raw);
    const { x = '' } = this.#key.export({ format: 'jwk' });
    this.publicKey = encode(Buffer.concat([Buffer.of(kindByte[kind]), Buffer.from(x, 'base64url')]));
  }

  /** The secret in NATS' own text form, `SU…` for a user. Keep it out of logs. */
  seed(): string {
    const byte = kindByte[this.#kind];
    return encode(Buffer.concat([Buffer.of(SEED_BYTE | (byte >> 5), (byte & 31) << 3), this.#raw]));
  }

  sign(data: Uint8Array): Uint8Array {
    return sign(null, data, this.#key);
  }
}

/**
 * Node reads a JWK ten times as fast as the DER form, and a platform derives two keys for each extension at its start. Node
 * computes the public part, `x`, from the seed, and ignores the given one.
 */
const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: '', d: Buffer.from(seed).toString('base64url') },
    format: 'jwk',
  });

/**
 * The key of `secret` and `label`, always the same. So nothing has to be stored, and all replicas with the secret have the same
 * keys.
 */
export const deriveNKey = (kind: NKeyKind, secret: Uint8Array, label: string): NKey =>
  new NKey(kind, createHmac('sha256', secret).update(`symphony nkey v1\0${kind}\0${label}`).digest());

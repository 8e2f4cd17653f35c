import { createPrivateKey, sign } from 'node:crypto';
import { decodeBase32 } from '@symphony-ts/contract';

/** Bytes of an NKey seed in front of the secret: the kinds of seed and key. */
const KIND_BYTES = 2;
const SECRET_BYTES = 32;

/** Answers the server's nonce by Node's own Ed25519. The NATS library takes 50 ms in JavaScript, which would be measured, too. */
export function signNonce(jwt, seed) {
  const secret = Buffer.from(decodeBase32(seed)).subarray(KIND_BYTES, KIND_BYTES + SECRET_BYTES);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: '', d: secret.toString('base64url') };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return (nonce) => ({ jwt, sig: sign(null, Buffer.from(nonce ?? ''), key).toString('base64') });
}

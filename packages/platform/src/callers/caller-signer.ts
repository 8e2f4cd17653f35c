import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type CallerClaim, claimText } from '@symphony-ts/contract';

/** The DER header of a PKCS #8 document that holds one raw Ed25519 seed (RFC 8410). */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs the platform's statements about callers. */
export class CallerSigner {
  /** The raw Ed25519 key that checks the signatures, base64url. */
  readonly publicKey: string;
  readonly #key: KeyObject;

  /** @param seed 32 bytes */
  constructor(seed: Uint8Array) {
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' });
    this.publicKey = spki.subarray(-32).toString('base64url');
  }

  /** `<claim>.<signature>`, both base64url. */
  sign(claim: CallerClaim): string {
    const text = Buffer.from(JSON.stringify(claim)).toString('base64url');
    return `${text}.${sign(null, Buffer.from(claimText(text)), this.#key).toString('base64url')}`;
  }
}

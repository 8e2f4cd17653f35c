import { type KeyObject, sign } from 'node:crypto';
import type { Authenticator } from '@nats-io/nats-core';
import { readUserJwt } from '../exchange/user-jwt.js';
import { privateKeyOf, userKeyOf } from './user-seed.js';

/** Signs with the seed of a NATS user, `SU…`. It asks for the seed each time, and keeps the key while the seed is the same. */
export class SeedSigner {
  readonly #currentSeed: () => string;
  #kept: { readonly seed: string; readonly key: KeyObject } | undefined;

  constructor(currentSeed: () => string) {
    this.#currentSeed = currentSeed;
  }

  sign(data: Uint8Array): Buffer {
    return sign(null, data, this.#key());
  }

  /** The public key of the user, `U…`. */
  publicKey(): string {
    return userKeyOf(this.#key());
  }

  #key(): KeyObject {
    const seed = this.#currentSeed();
    if (this.#kept?.seed === seed) return this.#kept.key;
    const key = privateKeyOf(seed);
    this.#kept = { seed, key };
    return key;
  }
}

/**
 * Answers the server's nonce with a JWT, its public key and a signature. Node signs in a tenth of a millisecond. The NATS library
 * does it in JavaScript: the first connection of a process took 40 ms of processor time for it, and each further one 10 ms.
 */
export const userAuthenticator =
  (currentJwt: () => string, signer: SeedSigner): Authenticator =>
  (nonce) => {
    const jwt = currentJwt();
    // A server without an operator reads no JWT, and may know the user by its key.
    return { jwt, sig: signatureOf(nonce, signer), nkey: readUserJwt(jwt)?.subject ?? signer.publicKey() };
  };

/** The same for a user that the server knows by its public key alone. */
export const nkeyAuthenticator =
  (signer: SeedSigner): Authenticator =>
  (nonce) => ({ nkey: signer.publicKey(), sig: signatureOf(nonce, signer) });

/** A server without a nonce expects no signature. */
const signatureOf = (nonce: string | undefined, signer: SeedSigner): string =>
  nonce ? signer.sign(Buffer.from(nonce)).toString('base64') : '';

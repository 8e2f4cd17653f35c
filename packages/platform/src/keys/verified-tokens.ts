import type { ApiKey } from './api-key.js';
import { type Authenticated, authenticate, refuseDead } from './authenticate.js';

/** Tokens that are remembered. Only right ones are, so nobody without a key takes up room. */
const MOST_KEPT = 10_000;

/**
 * Remembers which tokens were right, so that a request costs a look-up and no hash. A token counts for as long as its key is
 * the very record it was verified against: a change of the key, its revocation or its removal replaces the record.
 */
export class VerifiedTokens {
  readonly #find: (id: string) => ApiKey | undefined;
  readonly #verified = new Map<string, Authenticated>();

  constructor(find: (id: string) => ApiKey | undefined) {
    this.#find = find;
  }

  /** As `authenticate` does. */
  authenticate(token: string, now: number): Authenticated {
    const known = this.#verified.get(token);
    if (known && this.#find(known.key.id) === known.key) {
      refuseDead(known.key, now);
      return known;
    }
    this.#verified.delete(token);
    const verified = authenticate(token, this.#find, now);
    if (this.#verified.size >= MOST_KEPT) this.#verified.clear();
    this.#verified.set(token, verified);
    return verified;
  }
}

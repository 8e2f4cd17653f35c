import { type ApiKey, countsUntil } from './api-key.js';
import { type Authenticated, authenticate, refuseDead } from './authenticate.js';

/** How many tokens are remembered. Only valid tokens are, so strangers cannot fill the memory. */
const MOST_KEPT = 10_000;

interface Verified {
  readonly authenticated: Authenticated;
  /** Milliseconds. Computed once, because reading the dates of a record takes time. */
  readonly until: number;
}

/**
 * Remembers which tokens were right, so that a request costs a look-up and no hash. A token is valid while its key still has
 * the record that the token was verified with: a change, revocation or removal of the key replaces that record.
 */
export class VerifiedTokens {
  readonly #find: (id: string) => ApiKey | undefined;
  readonly #verified = new Map<string, Verified>();

  constructor(find: (id: string) => ApiKey | undefined) {
    this.#find = find;
  }

  /** As `authenticate` does. */
  authenticate(token: string, now: number): Authenticated {
    const known = this.#verified.get(token);
    if (known && this.#find(known.authenticated.key.id) === known.authenticated.key) {
      if (now >= known.until) refuseDead(known.authenticated.key, now);
      return known.authenticated;
    }
    this.#verified.delete(token);
    const authenticated = authenticate(token, this.#find, now);
    if (this.#verified.size >= MOST_KEPT) this.#verified.clear();
    this.#verified.set(token, { authenticated, until: countsUntil(authenticated.key) });
    return authenticated;
  }
}

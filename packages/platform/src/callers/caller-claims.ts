import { type CallerIdentity, decodeBase32 } from '@symphony-ts/contract';
import type { ApiKey } from '../keys/api-key.js';
import { unixSeconds } from '../operator/jwt.js';
import type { CallerSigner } from './caller-signer.js';

/** How long a claim about an HTTP caller is valid, and how long before its end a new one is signed. */
const LIFETIME_MS = 120_000;
const RENEW_BEFORE_MS = 60_000;
/** The most claims that are kept: one for each caller and extension. */
const MOST_KEPT = 10_000;

/** The identity of a key for extensions; `undefined` for a registration token, which cannot call extensions. */
export function identityOf({ id, kind, prefix, owner }: ApiKey): CallerIdentity | undefined {
  if (kind === 'registration') return undefined;
  if (kind === 'extension') return prefix === undefined ? undefined : { kind, key: id, prefix };
  return owner === undefined ? { kind, key: id } : { kind: 'person', key: id, person: owner };
}

interface Claim {
  readonly claim: string;
  readonly until: number;
}

/** Tells extensions who calls them. */
export class CallerClaims {
  readonly #signer: CallerSigner;
  readonly #now: () => number;
  /** By key, then by extension. */
  readonly #kept = new Map<string, Map<string, Claim>>();
  #count = 0;

  constructor(signer: CallerSigner, now: () => number) {
    this.#signer = signer;
    this.#now = now;
  }

  /** The public key that verifies the claims. */
  get publicKey(): string {
    return this.#signer.publicKey;
  }

  /**
   * The claim for a user over NATS. The user adds a signature for each extension. It is valid until `expires` (milliseconds).
   */
  forUser(key: ApiKey, user: string, expires: number): string | undefined {
    const caller = identityOf(key);
    const holder = rawKey(user);
    return caller && holder && this.#signer.sign({ caller, holder, expires: unixSeconds(expires) });
  }

  /** The value of `Symphony-Caller` for a call that the platform makes to one extension on behalf of `key`. */
  forExtension(key: ApiKey, audience: string): string | undefined {
    const now = this.#now();
    const known = this.#kept.get(key.id)?.get(audience);
    if (known && known.until - now > RENEW_BEFORE_MS) return known.claim;
    const caller = identityOf(key);
    if (!caller) return undefined;
    const until = now + LIFETIME_MS;
    const claim = this.#signer.sign({ caller, audience, expires: unixSeconds(until) });
    this.#keep(key.id, audience, { claim, until });
    return claim;
  }

  #keep(id: string, audience: string, claim: Claim): void {
    if (this.#count >= MOST_KEPT) {
      this.#kept.clear();
      this.#count = 0;
    }
    const ofKey = this.#kept.get(id) ?? new Map<string, Claim>();
    if (!ofKey.has(audience)) this.#count += 1;
    this.#kept.set(id, ofKey.set(audience, claim));
  }
}

/** The 32 bytes of a public NKey, base64url. */
function rawKey(nkey: string): string | undefined {
  const bytes = decodeBase32(nkey);
  return bytes && Buffer.from(bytes.subarray(1, 33)).toString('base64url');
}

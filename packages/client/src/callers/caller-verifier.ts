import { createPublicKey, verify } from 'node:crypto';
import {
  CallerClaim,
  type CallerIdentity,
  type CallerProof,
  claimText,
  holderText,
  parseCallerProof,
} from '@symphony-ts/contract';

/** The extension whose requests are checked, and the keys for the check. */
export interface VerifierOptions {
  /** The extension that is called. */
  readonly audience: string;
  /** The platform's public key (raw Ed25519, base64url). Omitted if the platform does not attest callers. */
  readonly platformKey: () => string | undefined;
  /** Milliseconds since 1970 by the platform's clock. */
  readonly now: () => number;
}

/** Callers send the same proof for minutes. So most signatures are checked only once. */
const MOST_KEPT = 1_000;

interface Checked {
  readonly caller: CallerIdentity;
  /** Unix seconds. */
  readonly expires: number;
}

/** Reads `Symphony-Caller`: who sent a request, if the platform attests it for this extension and this moment. */
export class CallerVerifier {
  readonly #options: VerifierOptions;
  readonly #known = new Map<string, Checked | undefined>();
  #knownBy: string | undefined;

  constructor(options: VerifierOptions) {
    this.#options = options;
  }

  /**
   * The caller. `undefined` for a proof that is forged, too old, or for another extension, and for a text that is not a proof.
   */
  read(text: string): CallerIdentity | undefined {
    const platformKey = this.#options.platformKey();
    if (text === '' || platformKey === undefined) return undefined;
    const checked = this.#checked(text, platformKey);
    return checked && checked.expires * 1_000 > this.#options.now() ? checked.caller : undefined;
  }

  #checked(text: string, platformKey: string): Checked | undefined {
    if (this.#knownBy !== platformKey) this.#known.clear();
    this.#knownBy = platformKey;
    if (this.#known.has(text)) return this.#known.get(text);
    const proof = parseCallerProof(text);
    const checked = proof && check(proof, { platformKey, audience: this.#options.audience });
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(text, checked);
    return checked;
  }
}

function check(
  { claim: text, signature, holder }: CallerProof,
  { platformKey, audience }: { readonly platformKey: string; readonly audience: string },
): Checked | undefined {
  if (!isSigned(claimText(text), signature, platformKey)) return undefined;
  const claim = readClaim(text);
  if (!claim) return undefined;
  const { caller, expires } = claim;
  if (claim.holder === undefined) return claim.audience === audience && !holder ? { caller, expires } : undefined;
  if (!holder) return undefined;
  const said = holderText(`${text}.${signature}`, audience, holder.until);
  if (!isSigned(said, holder.signature, claim.holder)) return undefined;
  return { caller, expires: Math.min(expires, holder.until) };
}

function readClaim(text: string): CallerClaim | undefined {
  try {
    return CallerClaim.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined; // not JSON, so not a claim
  }
}

function isSigned(text: string, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false; // the given key is not a key
  }
}

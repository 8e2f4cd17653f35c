import type { NatsConnection } from '@nats-io/nats-core';
import { holderText, ROOT } from '@symphony-ts/contract';
import type { PlatformTime } from '../exchange/credential-keeper.js';
import { SeedSigner } from '../nats/seed-signer.js';
import { CallerVerifier } from './caller-verifier.js';
import type { FixedHeaders } from './fixed-headers.js';

/** The parts of a proof. They are read for each new proof, because they change when credentials are renewed. */
export interface ProofSource {
  /** The platform's signed claim about this key. Omitted if the platform does not attest callers. */
  readonly claim: () => string | undefined;
  /** The platform's public key, which checks the claims of others. */
  readonly platformKey: () => string | undefined;
  /** The seed of the NATS user, `SU…`. */
  readonly seed: () => string;
  /** The time of the platform's clock. */
  readonly now: () => PlatformTime;
}

/** The value of `Symphony-Caller` for one extension. */
export interface Proof {
  readonly value: string;
  /** Encoded headers with this proof, by the time that the caller waits. */
  readonly encoded: Map<number, FixedHeaders>;
}

const LIFETIME_MS = 300_000;
const RENEW_BEFORE_MS = 120_000;
const MOST_KEPT = 1_000;
const EXTENSIONS = `${ROOT}.extensions.`;

interface Kept extends Proof {
  readonly claim: string;
  readonly renewAt: number;
}

/** Proves to extensions who calls. It signs the platform's claim for each extension, once in a few minutes. */
export class CallerProofs {
  readonly #source: ProofSource;
  readonly #kept = new Map<string, Kept>();
  readonly #signer: SeedSigner;

  constructor(source: ProofSource) {
    this.#source = source;
    this.#signer = new SeedSigner(source.seed);
  }

  /** The proof that goes with a request to `subject`; `undefined` if the subject does not belong to an extension. */
  proofFor(subject: string): Proof | undefined {
    if (!subject.startsWith(EXTENSIONS)) return undefined;
    const end = subject.indexOf('.', EXTENSIONS.length);
    return end < 0 ? undefined : this.#proofAt(subject.slice(EXTENSIONS.length, end));
  }

  /** The verifier of proofs for the extension `audience`. */
  verifierFor(audience: string): CallerVerifier {
    const { platformKey, now } = this.#source;
    // A proof that may still be valid is not refused.
    return new CallerVerifier({ audience, platformKey, now: () => now().earliest });
  }

  #proofAt(audience: string): Proof | undefined {
    const claim = this.#source.claim();
    if (claim === undefined) return undefined;
    // The receiver of the proof may have a clock that is ahead of this one.
    const now = this.#source.now().latest;
    const kept = this.#kept.get(audience);
    if (kept && kept.claim === claim && now < kept.renewAt) return kept;
    const until = Math.floor((now + LIFETIME_MS) / 1_000);
    const signature = this.#signer.sign(Buffer.from(holderText(claim, audience, until)));
    const value = `${claim}.${until}.${signature.toString('base64url')}`;
    const made = {
      value,
      encoded: new Map<number, FixedHeaders>(),
      claim,
      renewAt: now + LIFETIME_MS - RENEW_BEFORE_MS,
    };
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(audience, made);
    return made;
  }
}

const byConnection = new WeakMap<NatsConnection, CallerProofs>();

/** From now on, all calls on `nc` carry a proof of who calls. */
export const proveCallsOn = (nc: NatsConnection, proofs: CallerProofs): void => void byConnection.set(nc, proofs);

/** The proofs of a connection to a platform; `undefined` on a plain NATS server. */
export const proofsOf = (nc: NatsConnection): CallerProofs | undefined => byConnection.get(nc);

import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/** The sender of a request, as the platform knows it. */
export const CallerIdentity = onFirstUse(() =>
  z.discriminatedUnion('kind', [
    /** An instance of another extension. */
    z.object({ kind: z.literal('extension'), key: z.string(), prefix: z.string() }),
    /** A person who signed in, or a key of that person. `person` is the id of the person on the platform. */
    z.object({ kind: z.literal('person'), key: z.string(), person: z.string() }),
    /** A client whose key belongs to the platform's operator. */
    z.object({ kind: z.literal('client'), key: z.string() }),
  ]),
);
export type CallerIdentity = z.infer<typeof CallerIdentity>;

/** The statement about a caller that the platform signs. @inferred */
export const CallerClaim = onFirstUse(() =>
  z.object({
    caller: CallerIdentity,
    /** The public Ed25519 key (raw, base64url) of the caller. The caller adds a signature for each extension that it calls. */
    holder: z.string().optional(),
    /** The only extension that accepts the claim. Set if the claim has no holder. */
    audience: z.string().optional(),
    /** Unix seconds. */
    expires: z.int(),
  }),
);
export type CallerClaim = z.infer<typeof CallerClaim>;

/**
 * The value of the header `Symphony-Caller`: a claim and the platform's signature. If the claim has a holder, two more parts follow:
 * `until`, when the proof ends, and the holder's signature for the called extension. All parts are base64url, except `until`, which
 * is in Unix seconds.
 */
export interface CallerProof {
  /** A `CallerClaim` as JSON. */
  readonly claim: string;
  /** The platform's signature of `claimText(claim)`. */
  readonly signature: string;
  /** The holder's signature. Absent if the claim names an audience. */
  readonly holder?: HolderSignature;
}

/** The part that the holder of a claim adds for one extension. */
interface HolderSignature {
  /** When it ends, in Unix seconds. */
  readonly until: number;
  /** The holder's signature of `holderText`. */
  readonly signature: string;
}

/** In characters. The platform's proofs are much shorter. A longer text is not parsed. */
const MAX_PROOF_LENGTH = 2_048;
const PART = /^[A-Za-z0-9_-]+$/;
const UNTIL = /^\d{1,12}$/;

/** Splits a proof into its parts. Returns `undefined` for a text that is not a proof. It verifies no signature. */
export function parseCallerProof(text: string): CallerProof | undefined {
  if (text.length > MAX_PROOF_LENGTH) return undefined;
  const [claim = '', signature = '', until, holderSignature, ...rest] = text.split('.');
  if (!PART.test(claim) || !PART.test(signature) || rest.length > 0) return undefined;
  if (until === undefined) return { claim, signature };
  if (!UNTIL.test(until) || holderSignature === undefined || !PART.test(holderSignature)) return undefined;
  return { claim, signature, holder: { until: Number(until), signature: holderSignature } };
}

/** The text of a claim that the platform signs. */
export const claimText = (claim: string): string => `symphony caller claim v1\n${claim}`;

/** The text that a caller signs in order to use its claim at one extension. Other extensions refuse the signature. */
export const holderText = (signedClaim: string, audience: string, until: number): string =>
  `symphony caller proof v1\n${signedClaim}\n${audience}\n${until}`;

import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/** Who sent a request, as the platform knows it. */
export const CallerIdentity = onFirstUse(() =>
  z.discriminatedUnion('kind', [
    /** An instance of another extension. */
    z.object({ kind: z.literal('extension'), key: z.string(), prefix: z.string() }),
    /** Somebody who signed in, or a key of theirs; `person` is the id under which the platform knows them. */
    z.object({ kind: z.literal('person'), key: z.string(), person: z.string() }),
    /** A client whose key belongs to the platform's operator. */
    z.object({ kind: z.literal('client'), key: z.string() }),
  ]),
);
export type CallerIdentity = z.infer<typeof CallerIdentity>;

/** What the platform signs of a caller. @inferred */
export const CallerClaim = onFirstUse(() =>
  z.object({
    caller: CallerIdentity,
    /** The public Ed25519 key (raw, base64url) of the caller, who adds a signature for each extension it calls. */
    holder: z.string().optional(),
    /** The one extension that a claim without a holder is for. */
    audience: z.string().optional(),
    /** Unix seconds. */
    expires: z.int(),
  }),
);
export type CallerClaim = z.infer<typeof CallerClaim>;

/**
 * The value of `Symphony-Caller`: a claim with the platform's signature, then, where the claim has a holder, until when the holder
 * vouches for this request's extension, and the holder's signature. All parts are base64url but `until`, in Unix seconds.
 */
export interface CallerProof {
  /** A `CallerClaim` as JSON. */
  readonly claim: string;
  /** The platform's, over `claimText(claim)`. */
  readonly signature: string;
  /** Absent where the claim names an audience. */
  readonly holder?: HolderSignature;
}

/** What the holder of a claim adds for one extension. */
interface HolderSignature {
  /** When it ends, in Unix seconds. */
  readonly until: number;
  /** The holder's, over `holderText`. */
  readonly signature: string;
}

/** No proof of ours comes near; longer ones are not read. */
const LONGEST_PROOF = 2_048;
const PART = /^[A-Za-z0-9_-]+$/;
const UNTIL = /^\d{1,12}$/;

/** Takes a proof apart; `undefined` for text that is none. Nothing in it is verified. */
export function parseCallerProof(text: string): CallerProof | undefined {
  if (text.length > LONGEST_PROOF) return undefined;
  const [claim = '', signature = '', until, holderSignature, ...rest] = text.split('.');
  if (!PART.test(claim) || !PART.test(signature) || rest.length > 0) return undefined;
  if (until === undefined) return { claim, signature };
  if (!UNTIL.test(until) || holderSignature === undefined || !PART.test(holderSignature)) return undefined;
  return { claim, signature, holder: { until: Number(until), signature: holderSignature } };
}

/** What the platform signs of a claim. */
export const claimText = (claim: string): string => `symphony caller claim v1\n${claim}`;

/** What a caller signs to use its claim at one extension, and at no other. */
export const holderText = (signedClaim: string, audience: string, until: number): string =>
  `symphony caller proof v1\n${signedClaim}\n${audience}\n${until}`;

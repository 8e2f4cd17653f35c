import { formatIssues, readIssues, SymphonyError, toError } from '@symphony-ts/contract';
import { CompactSign, type CryptoKey, compactVerify, importJWK, importSPKI, type JWK, type KeyObject } from 'jose';
import * as z from 'zod';

const Rates = z.record(z.string().min(1), z.record(z.string().min(1), z.number().nonnegative().max(1e9)));

/**
 * The content of a licence. The licence itself is a compact JWS that the vendor signs with Ed25519. Times are Unix seconds, as in
 * a JWT. `rates` has, for each extension prefix and dimension, the price in units.
 */
export const LicenseClaims = z.object({
  jti: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64'),
  iat: z.number().int().nonnegative(),
  exp: z.number().int().positive(),
  /** The customer of the licence. */
  sub: z.string().optional(),
  units: z.number().positive().max(1e15),
  /** Days in which operations continue after the units are used up or the licence has expired. */
  grace_days: z.number().nonnegative().max(3650).default(0),
  rates: Rates,
  /** Units that are reserved for an extension, by prefix. The other extensions get equal parts of the rest. */
  shares: z.record(z.string().min(1), z.number().nonnegative().max(1e15)).default({}),
});
export type LicenseClaims = z.infer<typeof LicenseClaims>;

/** A licence that was verified. Times in milliseconds. */
export interface License {
  readonly id: string;
  readonly customer: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly units: number;
  readonly graceMs: number;
  readonly rates: z.infer<typeof Rates>;
  /** Units that are reserved, by extension prefix. */
  readonly shares: Readonly<Record<string, number>>;
}

/** Keeps a licence apart from other things that one key might sign. */
const TYPE = 'symphony-license+jwt';
const ALGORITHMS = ['EdDSA', 'Ed25519'];
const DAY_MS = 86_400_000;

type VerifyKey = CryptoKey | KeyObject | Uint8Array;
/** The vendor's public keys, ready for use. */
export type VendorKeys = readonly VerifyKey[];

/**
 * Reads the vendor's public Ed25519 keys, each in PEM (SPKI) or as a JWK in JSON.
 * @throws `INVALID_CONFIGURATION`
 */
export async function readVendorKeys(texts: readonly string[]): Promise<VendorKeys> {
  return await Promise.all(
    texts.map(async (text) => {
      try {
        const isPem = text.trimStart().startsWith('-----');
        return await (isPem ? importSPKI(text, 'EdDSA') : importJWK(JSON.parse(text) as JWK, 'EdDSA'));
      } catch (error) {
        const reason = `a vendor key cannot be read: ${toError(error).message}`;
        throw new SymphonyError('INVALID_CONFIGURATION', { setting: 'licensing.vendorKeys', reason }, { cause: error });
      }
    }),
  );
}

/**
 * Reads a licence that one of the vendor's keys has signed. One that has expired is read too: its grace may still run.
 * @throws `INVALID_LICENSE`
 */
export async function verifyLicense(document: string, keys: VendorKeys): Promise<License> {
  const claims = LicenseClaims.safeParse(await verifiedPayload(document.trim(), keys));
  if (!claims.success) {
    const reason = formatIssues(readIssues(claims.error.issues));
    throw new SymphonyError('INVALID_LICENSE', { reason });
  }
  const { jti, sub, iat, exp, units, grace_days, rates, shares } = claims.data;
  if (exp <= iat) throw new SymphonyError('INVALID_LICENSE', { reason: 'it expires before it is issued' });
  const reserved = Object.values(shares).reduce((sum, share) => sum + share, 0);
  if (reserved > units) throw new SymphonyError('INVALID_LICENSE', { reason: 'its shares exceed its units' });
  return {
    id: jti,
    customer: sub,
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
    units,
    graceMs: grace_days * DAY_MS,
    rates,
    shares,
  };
}

async function verifiedPayload(document: string, keys: VendorKeys): Promise<unknown> {
  let reason = 'no vendor key is configured';
  for (const key of keys) {
    try {
      const { payload, protectedHeader } = await compactVerify(document, key, { algorithms: ALGORITHMS });
      if (protectedHeader.typ === TYPE) return JSON.parse(new TextDecoder().decode(payload)) as unknown;
      reason = `it is of type '${protectedHeader.typ ?? 'none'}', not ${TYPE}`;
    } catch (error) {
      reason = toError(error).message;
    }
  }
  throw new SymphonyError('INVALID_LICENSE', { reason });
}

/** Signs a licence. The vendor uses it; a platform does not need it. */
export async function signLicense(claims: z.input<typeof LicenseClaims>, privateKey: VerifyKey): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(LicenseClaims.parse(claims)));
  return await new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', typ: TYPE }).sign(privateKey);
}

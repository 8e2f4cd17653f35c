import * as z from '@symphony-ts/contract/internal';

/** The fields of a NATS user JWT that the client reads. */
export interface UserJwt {
  /** The id of the key, and of the instance that connects with it. */
  readonly jti: string | undefined;
  /** The public key of the NATS user, `U…`. */
  readonly subject: string | undefined;
  readonly issuedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
}

const Claims = z.onFirstUse(() =>
  z.object({
    jti: z.unknown().optional(),
    sub: z.unknown().optional(),
    iat: z.unknown().optional(),
    exp: z.unknown().optional(),
  }),
);

/**
 * Reads a NATS user JWT; `undefined` for any other text. It does not check the signature, because the NATS server does so. The
 * client only plans its renewal with the result.
 */
export function readUserJwt(jwt: string): UserJwt | undefined {
  const claims = Claims.safeParse(readPayload(jwt));
  if (!claims.success) return undefined;
  const { jti, sub, iat, exp } = claims.data;
  return {
    jti: typeof jti === 'string' ? jti : undefined,
    subject: typeof sub === 'string' ? sub : undefined,
    issuedAt: readSeconds(iat),
    expiresAt: readSeconds(exp),
  };
}

/** The middle one of three parts. The caller does not report what is wrong with it. */
function readPayload(jwt: string): unknown {
  const [, payload, signature, ...rest] = jwt.split('.');
  if (!payload || signature === undefined || rest.length > 0) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** NATS writes 0 for "never". */
function readSeconds(seconds: unknown): Date | undefined {
  if (typeof seconds !== 'number' || seconds <= 0) return undefined;
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

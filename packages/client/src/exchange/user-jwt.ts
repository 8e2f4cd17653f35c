import { decodeJwt } from 'jose';

/** What the client reads from a NATS user JWT. */
export interface UserJwt {
  /** The id of the key, and of the instance that connects with it. */
  readonly jti: string | undefined;
  readonly issuedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
}

/**
 * Reads a NATS user JWT, or `undefined` for other text. The signature is not checked: the NATS server does, and the
 * client only plans its renewal by what it finds.
 */
export function readUserJwt(jwt: string): UserJwt | undefined {
  try {
    const { jti, iat, exp } = decodeJwt(jwt);
    return {
      jti: typeof jti === 'string' ? jti : undefined,
      issuedAt: readSeconds(iat),
      expiresAt: readSeconds(exp),
    };
  } catch {
    return undefined; // jose says only that it is no JWT; the caller names what it came from
  }
}

/** NATS writes 0 for "never". */
function readSeconds(seconds: unknown): Date | undefined {
  if (typeof seconds !== 'number' || seconds <= 0) return undefined;
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

import { createHash } from 'node:crypto';
import type { Account, Operator, User } from '@nats-io/jwt';
import { encodeBase32, withoutUndefined } from '@symphony-ts/contract';
import type { NKey } from './nkey.js';

/** The contents of an account's JWT. */
export type AccountClaims = Partial<Account> & { readonly mappings?: SubjectMappings };

/** The subjects at which the servers deliver messages for a subject. The types of the NATS library do not have it. */
export type SubjectMappings = Readonly<
  Record<string, readonly { readonly subject: string; readonly weight: number }[]>
>;

interface Nats {
  readonly operator: Partial<Operator>;
  readonly account: AccountClaims;
  readonly user: Partial<User>;
}

/** The contents of a NATS JWT, before it is signed. */
export interface Claims<K extends keyof Nats = keyof Nats> {
  readonly kind: K;
  readonly name: string;
  /** Public key of the user or account that it describes. */
  readonly subject: string;
  readonly nats: Nats[K];
  /** Identity of the JWT. Default: a hash of its contents. */
  readonly id?: string;
  /** Unix seconds. */
  readonly expires?: number;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = part({ typ: 'JWT', alg: 'ed25519-nkey' });

/** The same for the same claims, whenever they are signed: it tells whether a server already has them. */
export const claimsId = (claims: Claims): string =>
  encodeBase32(createHash('sha256').update(JSON.stringify(claims)).digest());

/**
 * Signs claims. The encoder of the NATS library computes each `jti` itself, in base64. For users, our `jti` is the instance id,
 * which has to be valid in a subject and stay the same across renewals.
 */
export function signJwt(claims: Claims, signer: NKey, issuedAt: number): string {
  const body = part({
    jti: claims.id ?? claimsId(claims),
    iat: issuedAt,
    ...withoutUndefined({ exp: claims.expires }),
    iss: signer.publicKey,
    name: claims.name,
    sub: claims.subject,
    nats: { ...claims.nats, type: claims.kind, version: 2 },
  });
  const signature = signer.sign(Buffer.from(`${header}.${body}`));
  return `${header}.${body}.${Buffer.from(signature).toString('base64url')}`;
}

/** Unix seconds of a clock in milliseconds, as JWTs count. */
export const unixSeconds = (ms: number): number => Math.floor(ms / 1000);

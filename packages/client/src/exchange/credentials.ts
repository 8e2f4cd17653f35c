import { CredentialExchange, formatIssues, isSubjectToken, readIssues, SymphonyError } from '@symphony-ts/contract';
import { readUserJwt } from './user-jwt.js';

/** NATS credentials from the platform, and the times of their validity. */
export interface Credentials extends CredentialExchange {
  readonly issuedAt: Date | undefined;
  /** When the JWT ends; `undefined` for never. */
  readonly expiresAt: Date | undefined;
}

const SEED = /^SU[A-Z2-7]{56}$/;

/**
 * Checks the answer of the exchange, and ignores unknown fields. Throws `INVALID_REPLY` with the name of the wrong field, and
 * never with its value.
 */
export function parseCredentials(answer: unknown, address: string): Credentials {
  const refuse = (reason: string): never => {
    throw new SymphonyError('INVALID_REPLY', { subject: address, reason });
  };
  const parsed = CredentialExchange.safeParse(answer);
  if (!parsed.success) return refuse(formatIssues(readIssues(parsed.error.issues)));
  const jwt = readUserJwt(parsed.data.jwt);
  if (!jwt) return refuse('jwt: not a JWT');
  if (!SEED.test(parsed.data.seed)) return refuse('seed: not the seed of a NATS user');
  if (!isSubjectToken(parsed.data.instanceId)) return refuse('instanceId: cannot stand in a subject');
  return { ...parsed.data, issuedAt: jwt.issuedAt, expiresAt: jwt.expiresAt };
}

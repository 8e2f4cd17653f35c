import {
  AuthenticationError,
  ConnectionError,
  type Logger,
  type OptionNames,
  toError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { readGroups } from './groups-claim.js';
import type { Identity } from './person.js';

/** The OpenID provider where people sign in. A user interface runs the code flow with PKCE; the platform checks the tokens. */
export interface OidcOptions {
  /** Address of the provider, `https://…`. The discovery document is below it. */
  readonly issuer: string;
  /** Client id of the user interface. It is the audience of the ID tokens. */
  readonly clientId: string;
  /** Client secret that the platform sends when it exchanges a code for tokens. Omit it for a public client. */
  readonly clientSecret?: string;
  /** Claim with the groups of a person, or a path to it, such as `realm_access.roles`. Default `groups`. */
  readonly groupsClaim?: string;
}

/** The names of {@link OidcOptions}. */
export const oidcOptionNames = {
  issuer: true,
  clientId: true,
  clientSecret: true,
  groupsClaim: true,
} as const satisfies OptionNames<OidcOptions>;

/** Where most providers list a person's groups. */
export const DEFAULT_GROUPS_CLAIM = 'groups';

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** A claim that only describes a person excludes nobody: a provider may leave it empty, or `null`. */
const Description = z.string().trim().min(1).optional().catch(undefined);
const Claims = z.looseObject({
  sub: z.string().refine((sub) => sub.trim() !== ''),
  name: Description,
  preferred_username: Description,
  email: Description,
  /** A provider that knows somebody already signs them in without asking; then this is when it asked last. */
  auth_time: z.number().optional().catch(undefined),
  iat: z.number(),
});
const DISCOVERY_TIMEOUT_MS = 5_000;
/** Never a symmetric algorithm, because then everybody who knows the client id could sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** How far the clocks of provider and platform may be apart. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** How soon an unknown key id makes the keys be read again: that is how a rotation is noticed. */
const KEYS_COOLDOWN_MS = 1_000;
/** Names of claims come from outside, so the list of logged names must not grow without a limit. */
const MOST_REMARKS = 20;

/** Checks ID tokens of one provider. */
export class OidcVerifier {
  readonly #options: OidcOptions;
  readonly #logger: Logger;
  /** Each remark is logged once: it is about the provider, not about one person. */
  readonly #remarked = new Set<string>();
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(options: OidcOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
  }

  /**
   * The person that an ID token names.
   *
   * @throws `AUTHENTICATION_FAILED` when the token is not valid
   * @throws `CONNECTION_FAILED` when the provider does not answer
   */
  async verify(token: string): Promise<Identity> {
    const { issuer, clientId, groupsClaim = DEFAULT_GROUPS_CLAIM } = this.#options;
    const keys = await this.#openKeys();
    const payload = await jwtVerify(token, keys, {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'iat', 'sub'],
    }).then(
      (result) => result.payload,
      (cause: unknown) => {
        throw new AuthenticationError({ address: issuer, reason: toError(cause).message }, { cause });
      },
    );
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw new AuthenticationError({ address: issuer, reason: "its 'sub' names nobody" });
    const { sub, name, preferred_username, email, auth_time, iat } = claims.data;
    const identity = { issuer, subject: sub, name: name ?? preferred_username ?? email ?? sub };
    const { groups, remark } = readGroups(payload, groupsClaim);
    if (remark !== undefined) this.#remark(remark);
    const confirmed = new Date(Math.min((auth_time ?? iat) * 1_000, Date.now()));
    return { ...identity, groups, confirmed, ...withoutUndefined({ email }) };
  }

  #remark(remark: string): void {
    if (this.#remarked.has(remark) || this.#remarked.size === MOST_REMARKS) return;
    this.#remarked.add(remark);
    this.#logger.warn('the groups of a person who signed in are not as expected', { reason: remark });
  }

  #openKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover().catch((error: unknown) => {
      this.#keys = undefined; // the next sign-in tries again
      throw error;
    });
    return this.#keys;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const { issuer } = this.#options;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS), redirect: 'error' });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      const found = Discovery.parse(await response.json());
      if (found.issuer !== issuer) throw new Error(`it calls itself ${found.issuer}`);
      return createRemoteJWKSet(new URL(found.jwks_uri), { cooldownDuration: KEYS_COOLDOWN_MS });
    } catch (error) {
      const remedy = 'check that the issuer is right, and that its address is reachable from the platform';
      throw new ConnectionError({ address: url, reason: toError(error).message, remedy }, { cause: error });
    }
  }
}

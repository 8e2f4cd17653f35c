import {
  AuthenticationError,
  ConnectionError,
  type Logger,
  type OptionNames,
  toError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { createRemoteJWKSet, type JWTVerifyGetKey, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import * as z from 'zod';
import { readGroups } from './groups-claim.js';
import { asLine, type Identity, type ProviderLogout } from './person.js';

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

/** Longer ids of sessions are not kept: they would fill a record. */
const Sid = z.string().min(1).max(256);
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** The claims of a logout token. Only ID tokens have a `nonce`. */
const LogoutClaims = z.looseObject({
  sub: z.string().min(1).optional(),
  sid: Sid.optional(),
  iat: z.number(),
  events: z.looseObject({ [LOGOUT_EVENT]: z.looseObject({}) }),
  nonce: z.undefined().optional(),
});
/** The greatest age of a logout token. A provider sends it at once. */
const LOGOUT_MAX_AGE_SECONDS = 600;
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
/** A claim that only describes a person excludes nobody: a provider may leave it empty, or `null`. */
const Description = z.string().transform(asLine).pipe(z.string().min(1)).optional().catch(undefined);
const Claims = z.looseObject({
  sub: z.string().refine((sub) => sub.trim() !== ''),
  name: Description,
  preferred_username: Description,
  email: Description,
  sid: Sid.optional().catch(undefined),
  /** When the provider last asked the person to sign in. It may sign in a person whom it knows without asking. */
  auth_time: z.number().optional().catch(undefined),
  iat: z.number(),
});
const DISCOVERY_TIMEOUT_MS = 5_000;
/** Never a symmetric algorithm, because then everybody who knows the client id could sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** How far the clocks of provider and platform may be apart. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** An unknown key id means that the keys were rotated. This is the pause before they are read again. */
const KEYS_COOLDOWN_MS = 1_000;
/** Names of claims come from outside, so the list of logged names must not grow without a limit. */
const MOST_REMARKS = 20;

/** Whether a token's `typ` is `type`, or the token says nothing. A media type may omit `application/`. */
const isType = (typ: string | undefined, type: string): boolean =>
  typ === undefined || typ.toLowerCase().replace(/^application\//, '') === type;

/** Checks ID tokens and logout tokens of one provider. */
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
    const { payload, protectedHeader } = await this.#verify(token, { requiredClaims: ['exp', 'iat', 'sub'] });
    const refuse = (reason: string) => new AuthenticationError({ address: issuer, reason });
    // The provider signs other tokens for the same client with the same keys. They do not prove who shows them.
    if (!isType(protectedHeader.typ, 'jwt') || 'events' in payload) throw refuse('it is not an ID token');
    if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload['azp'] !== clientId) {
      throw refuse("its 'azp' names another client");
    }
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw refuse("its 'sub' names nobody");
    const { sub, name, preferred_username, email, sid, auth_time, iat } = claims.data;
    const identity = {
      issuer,
      subject: sub,
      name: name ?? preferred_username ?? email ?? (asLine(sub) || 'somebody without a name'),
    };
    const { groups, remark } = readGroups(payload, groupsClaim);
    if (remark !== undefined) this.#remark(remark);
    const confirmed = new Date(Math.min((auth_time ?? iat) * 1_000, Date.now()));
    return { ...identity, groups, confirmed, ...withoutUndefined({ email, sid }) };
  }

  /**
   * Whose sessions a logout token ends (OpenID Connect Back-Channel Logout 1.0).
   *
   * @throws `AUTHENTICATION_FAILED` when the token is not valid
   * @throws `CONNECTION_FAILED` when the provider does not answer
   */
  async verifyLogout(token: string): Promise<ProviderLogout> {
    const { issuer } = this.#options;
    const options = { requiredClaims: ['iat', 'jti', 'events'], maxTokenAge: LOGOUT_MAX_AGE_SECONDS };
    const { payload, protectedHeader } = await this.#verify(token, options);
    const claims = LogoutClaims.safeParse(payload);
    const isLogout = isType(protectedHeader.typ, 'logout+jwt') || isType(protectedHeader.typ, 'jwt');
    if (!claims.success || !isLogout) {
      throw new AuthenticationError({ address: issuer, reason: 'it is not a logout token' });
    }
    const { sub: subject, sid, iat } = claims.data;
    if (subject === undefined && sid === undefined) {
      throw new AuthenticationError({ address: issuer, reason: "it has neither 'sub' nor 'sid'" });
    }
    return { issuer, at: iat * 1_000, ...withoutUndefined({ subject, sid }) };
  }

  async #verify(token: string, more: JWTVerifyOptions): Promise<JWTVerifyResult> {
    const { issuer, clientId } = this.#options;
    const keys = await this.#openKeys();
    const options = { issuer, audience: clientId, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE_SECONDS };
    return await jwtVerify(token, keys, { ...options, ...more }).catch((error: unknown) => {
      throw new AuthenticationError({ address: issuer, reason: toError(error).message }, { cause: error });
    });
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

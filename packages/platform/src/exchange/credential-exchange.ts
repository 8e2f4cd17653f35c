import { type CredentialExchange, NATS_ADDRESS_TAG, SymphonyError, withoutUndefined } from '@symphony-ts/contract';
import { accountOf } from '../accounts/account-records.js';
import type { CallerClaims } from '../callers/caller-claims.js';
import type { ApiKey } from '../keys/api-key.js';
import type { Authenticated } from '../keys/authenticate.js';
import { secretNKey } from '../keys/token-secret.js';
import { signJwt, unixSeconds } from '../operator/jwt.js';
import type { OperatorKeys } from '../operator/operator-keys.js';
import type { AccessRules } from '../rights/access-rules.js';
import { userPermissions } from '../rights/user-permissions.js';

const RETRY_AFTER_MS = 5_000;

/** The limits of one user at a time. The account limits all users of an extension together. */
export interface UserLimits {
  readonly subscriptions: number;
  readonly payloadBytes: number;
}

/** The settings that go into every JWT. */
export interface ExchangeSettings {
  readonly keys: OperatorKeys;
  /** NATS addresses for clients. */
  readonly servers: () => readonly string[];
  /** How long a JWT is valid: the time after which even a revocation that got lost takes effect. */
  readonly lifetimeMs: number;
  readonly access: AccessRules;
  readonly limits: UserLimits;
  readonly callers: CallerClaims;
  /** Until when (Unix seconds) JWTs of a key's user are void. */
  readonly voidUntil: (key: ApiKey, user: string) => number;
  /** Whether a user gets no credentials for a while, because it flooded the platform. */
  readonly isPaused: (user: string) => boolean;
  readonly now: () => number;
}

/**
 * NATS credentials for a key that has shown its token. The `jti` of the JWT is the id of the key. It is the instance id, too,
 * and stays the same through every renewal.
 */
export function exchangeCredentials({ key, secret }: Authenticated, settings: ExchangeSettings): CredentialExchange {
  const user = secretNKey(secret);
  return { ...signCredentials(key, user.publicKey, settings), seed: user.seed() };
}

/**
 * The same for the public key of a user who keeps the seed.
 *
 * @throws `TOO_MANY_REQUESTS` while the user is cut off because it flooded the platform
 */
export function signCredentials(
  key: ApiKey,
  publicKey: string,
  settings: ExchangeSettings,
): Omit<CredentialExchange, 'seed'> & { readonly expires: string } {
  const { keys, lifetimeMs, access, limits, now } = settings;
  if (settings.isPaused(publicKey)) throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: RETRY_AFTER_MS });
  const servers = [...settings.servers()];
  const capabilities = access.capabilitiesOf(key);
  const account = accountOf(key);
  // Dated one second after a revocation of this second. Revocations count in whole seconds, and would void this JWT otherwise.
  const issued = Math.max(unixSeconds(now()), settings.voidUntil(key, publicKey) + 1);
  const expires = Math.min(now() + lifetimeMs, key.expires === undefined ? Infinity : Date.parse(key.expires));
  const { id, name, kind, prefix } = key;
  const scope = prefix ?? key.registers?.prefixes;
  const jwt = signJwt(
    {
      kind: 'user',
      name,
      id,
      subject: publicKey,
      expires: unixSeconds(expires),
      nats: {
        ...userPermissions({ kind, instanceId: id, capabilities, ...withoutUndefined({ prefix }) }),
        subs: limits.subscriptions,
        payload: limits.payloadBytes,
        data: -1,
        issuer_account: keys.account(account).publicKey,
        tags: servers.map((url) => `${NATS_ADDRESS_TAG}${url}`),
      },
    },
    keys.signing(account)[0],
    issued,
  );
  return {
    id,
    name,
    kind,
    instanceId: id,
    jwt,
    servers,
    capabilities,
    expires: new Date(expires).toISOString(),
    ...withoutUndefined({ prefix: scope }),
    callers: { key: settings.callers.publicKey, claim: settings.callers.forUser(key, publicKey, expires) },
  };
}

import { AuthenticationError, isSymphonyError, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ExchangeSettings, signCredentials } from '../exchange/credential-exchange.js';
import { isFromLoopback } from '../http/loopback.js';
import type { ApiKey } from '../keys/api-key.js';
import type { KeyService } from '../keys/key-service.js';
import { isUserKey } from '../operator/nkey.js';
import type { OidcVerifier } from '../people/oidc-verifier.js';
import type { PeopleService } from '../people/people-service.js';
import { developer, type Identity, personId } from '../people/person.js';
import { getPreference, putPreference } from '../people/preference.js';
import type { Registry } from '../registry/registry.js';
import type { PlatformInfo } from '../services/info-service.js';
import type { UiHost, UiSession } from '../ui/ui-host.js';
import type { PlatformCore } from './core.js';

const DEVELOPER = personId(developer);

/** The parts of the platform's side of a user interface. */
export interface UiHostParts {
  readonly core: PlatformCore;
  readonly keys: KeyService;
  readonly people: PeopleService;
  readonly registry: Registry;
  readonly oidc: OidcVerifier | undefined;
  readonly info: () => PlatformInfo;
  readonly exchange: ExchangeSettings;
}

/** The access to the platform that a user interface receives. */
export function createUiHost(app: FastifyInstance, parts: UiHostParts): UiHost {
  const { core, keys, people, registry, oidc, info, exchange } = parts;
  const { options, state, nats } = core;
  const { name, shortName, version } = info();
  const begin = async (identity: Identity, replaces?: string) => {
    const { token } = await people.signIn(identity);
    const session = sessionOf(keys.authenticate(token).key);
    if (replaces !== undefined) await end(replaces, session.person.id);
    return { token, session };
  };
  /** Another replica, or its time, may have ended it meanwhile. */
  const end = (id: string, actor: string): Promise<void> =>
    keys.revoke(id, actor).catch((error: unknown) => {
      if (!isSymphonyError(error, 'API_KEY_NOT_FOUND')) throw error;
    });
  const assertHere = (request: FastifyRequest): void => {
    if (options.devSignIn && isFromLoopback(request)) return;
    const reason = 'nobody is signed in here without being asked';
    throw new AuthenticationError({ address: 'the platform', reason });
  };
  const sessionOf = (key: ApiKey): UiSession => {
    const person = key.owner === undefined ? undefined : people.find(key.owner);
    if (!key.session || key.expires === undefined || !person) {
      throw new AuthenticationError({ address: 'the platform', reason: 'the token is not that of a session' });
    }
    const capabilities = core.access.capabilitiesOf(key);
    return { id: key.id, person, expires: key.expires, capabilities, isProviders: person.id !== DEVELOPER };
  };
  return {
    app,
    logger: options.logger,
    product: { name, shortName, version },
    servers: core.servers,
    signInRoute: { config: { rateLimit: { max: options.rateLimits.signIn } } },
    signIn: { development: options.devSignIn, oidc: options.oidc, freshMs: options.freshSignInMs },
    async signInHere(request: FastifyRequest) {
      assertHere(request);
      return begin(developer);
    },
    async confirmHere(request, { id, isProviders }) {
      assertHere(request);
      if (isProviders) throw new SymphonyError('INVALID_REQUEST', { reason: 'sign in again at the identity provider' });
      await keys.confirm(id);
    },
    async signInWith(idToken, replaces) {
      if (oidc) return begin(await oidc.verify(idToken), replaces);
      throw new AuthenticationError({ address: 'the platform', reason: 'there is no identity provider' });
    },
    session: (token) => sessionOf(keys.authenticate(token).key),
    async signOut({ id, person }) {
      await keys.revoke(id, person.id);
      await state.audit.write({ actor: person.id, action: 'person.sign-out', target: person.id });
    },
    async signBrowser({ id }, publicKey) {
      if (!isUserKey(publicKey)) throw new SymphonyError('INVALID_REQUEST', { reason: 'publicKey is not a user NKey' });
      const key = await keys.addBrowser(id, publicKey, Date.now() + options.credentialLifetimeMs);
      const { instanceId, jwt, expires } = signCredentials(key, publicKey, exchange);
      return { instanceId, jwt, expires };
    },
    extensions: () =>
      registry.list().flatMap((summary) => {
        const manifest = registry.manifest(summary.prefix);
        const isOperators = state.accounts.get(summary.prefix)?.owner === undefined;
        return manifest ? [{ manifest, summary, isOperators }] : [];
      }),
    manifest: (prefix) => registry.manifest(prefix),
    revision: () => state.registry.revision,
    seen: (revision, timeoutMs) => state.registry.seen(revision, timeoutMs),
    preferences: {
      get: (person, preference) => getPreference(state.preferences, person, preference),
      put: (person, preference, value) => putPreference(state.preferences, person, preference, value),
    },
    secret: (label) => core.keys.secret(label),
    websocket: () => options.websocketUrl ?? nats.server?.websocketUrl,
  };
}

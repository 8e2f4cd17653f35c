import { AuthenticationError, isSymphonyError, SymphonyError } from '@symphony-ts/contract';
import type { FastifyRequest } from 'fastify';
import { type ExchangeSettings, signCredentials } from '../exchange/credential-exchange.js';
import { isFromLoopback } from '../http/loopback.js';
import type { ApiKey } from '../keys/api-key.js';
import type { KeyService } from '../keys/key-service.js';
import { isUserKey } from '../operator/nkey.js';
import type { OidcVerifier } from '../people/oidc-verifier.js';
import type { PeopleService } from '../people/people-service.js';
import { developer, type Identity, personId } from '../people/person.js';
import type { UiHost, UiSession } from '../ui/ui-host.js';
import type { PlatformCore } from './core.js';

const DEVELOPER = personId(developer);

/** What the sessions of a user interface need of the platform. */
export interface UiSessionParts {
  readonly core: PlatformCore;
  readonly keys: KeyService;
  readonly people: PeopleService;
  readonly oidc: OidcVerifier | undefined;
  readonly exchange: ExchangeSettings;
}

type UiSessions = Pick<UiHost, 'signInHere' | 'confirmHere' | 'signInWith' | 'session' | 'signOut' | 'signBrowser'>;

/** How people sign in and out at a user interface, and the credentials of their browsers. */
export function createUiSessions({ core, keys, people, oidc, exchange }: UiSessionParts): UiSessions {
  const { options, state } = core;
  const begin = async (identity: Identity, replaces?: string) => {
    const { token } = await people.signIn(identity);
    const session = sessionOf(keys.authenticate(token).key);
    if (replaces !== undefined) await end(replaces, session.person.id);
    return { token, session };
  };
  /** Another replica may have ended it in the meantime, or it has expired. */
  const end = (id: string, actor: string): Promise<void> =>
    keys.revoke(id, actor).catch((error: unknown) => {
      if (!isSymphonyError(error, 'API_KEY_NOT_FOUND')) throw error;
    });
  const assertHere = (request: FastifyRequest): void => {
    if (options.devSignIn && isFromLoopback(request)) return;
    const reason = 'development sign-in is off, or the request does not come from this machine';
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
  };
}

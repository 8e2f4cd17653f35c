import { withoutUndefined } from '@symphony-ts/contract';
import type { UiHost, UiSession } from '@symphony-ts/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { BrowserCredentials, SessionAnswer, ShellSession, SignInWays, SignOutAnswer } from '../../wire/session.js';
import { uiPaths } from '../../wire/ui-paths.js';
import { assertOwnRequest, originOf } from '../http/request-origin.js';
import { clearSession, liveSession, sessionOf, setSession } from '../http/session-cookie.js';
import type { IdentityProvider } from '../sign-in/identity-provider.js';

const Credentials = z.strictObject({ publicKey: z.string().max(64) });

/** Sign-in on this machine, sign-out, the present session, and NATS credentials for the browser's own key pair. */
export function sessionRoutes(app: FastifyInstance, host: UiHost, provider: IdentityProvider | undefined): void {
  app.addHook('onRequest', async (request) => assertOwnRequest(request));
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  app.get(uiPaths.session, async (request): Promise<SessionAnswer> => {
    // Having no session is not an error here. The answer leads to the sign-in page.
    const session = liveSession(host, request);
    return session ? { session: describe(session) } : { ways: waysOf(host) };
  });
  app.post(uiPaths.session, host.signInRoute, async (request, reply) => {
    const { token, session } = await host.signInHere(request);
    return setSession(request, reply, token, session.expires).send(describe(session));
  });
  app.post(uiPaths.confirmation, host.signInRoute, async (request, reply) => {
    await host.confirmHere(request, sessionOf(host, request));
    return reply.code(204).send();
  });
  app.delete(uiPaths.session, async (request, reply) => {
    const session = liveSession(host, request);
    if (session) await host.signOut(session);
    return clearSession(request, reply).send(session?.isProviders ? await leaveProvider(request) : {});
  });
  app.post(uiPaths.credentials, async (request): Promise<BrowserCredentials> => {
    const { publicKey } = Credentials.parse(request.body);
    return { ...(await host.signBrowser(sessionOf(host, request), publicKey)), path: '/nats' };
  });

  /** A provider that does not answer keeps nobody signed in here. */
  async function leaveProvider(request: FastifyRequest): Promise<SignOutAnswer> {
    try {
      const next = await provider?.leave(`${originOf(request)}/`);
      return next === undefined ? {} : { next };
    } catch (error) {
      host.logger.warn('the identity provider cannot be told of a sign-out', { err: error });
      return {};
    }
  }

  function describe({ id, person, expires, capabilities, isProviders }: UiSession): ShellSession {
    const { name, email, groups } = person;
    return {
      id,
      user: { id: person.id, name, groups, ...withoutUndefined({ email }) },
      expires,
      product: host.product,
      address: host.servers()[0] ?? '',
      ...(isProviders ? providerOf(host.signIn) : {}),
      may: { pub: capabilities.pub.allow, sub: capabilities.sub.allow },
    };
  }
}

const providerOf = ({ oidc }: UiHost['signIn']): Pick<SignInWays, 'provider'> =>
  oidc ? { provider: { href: uiPaths.signIn, name: new URL(oidc.issuer).host } } : {};

const waysOf = ({ signIn, product }: UiHost): SignInWays => ({
  development: signIn.development,
  ...providerOf(signIn),
  product: { name: product.name },
});

import { AuthenticationError, withoutUndefined } from '@symphony-ts/contract';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { uiPaths } from '../../wire/ui-paths.js';
import { originOf } from '../http/request-origin.js';
import { liveSession, readCookie, setSession } from '../http/session-cookie.js';
import type { IdentityProvider } from './identity-provider.js';
import { openSignIn, safePath, sealSignIn } from './pending-sign-in.js';

/** How long a person may stay at the identity provider. */
const PENDING_SECONDS = 600;
const Query = z.object({
  to: z.string().max(2_000).optional(),
  /** Makes a person who is signed in sign in again. */
  again: z.literal('1').optional(),
});

/**
 * With TLS, only this host itself can set the cookie. Otherwise a neighbouring host could sign a person in as somebody else.
 */
const cookieName = ({ protocol }: FastifyRequest): string =>
  protocol === 'https' ? '__Host-symphony-sign-in' : 'symphony_sign_in';

/**
 * Sign-in through an identity provider. The provider sends people back from its own site, so the cookie of the pending sign-in
 * cannot be `Strict`, as the session's cookie is. It is useless without the provider's code, and is used once.
 */
export function signInRoutes(app: FastifyInstance, host: UiHost, provider: IdentityProvider): void {
  const secret = host.secret('pending sign-in');

  app.get(uiPaths.signIn, host.signInRoute, async (request, reply) => {
    try {
      const { to, again } = Query.parse(request.query);
      const replaces = liveSession(host, request)?.id;
      const { href, pending } = await provider.depart(originOf(request) + uiPaths.signInCallback, {
        to: safePath(to),
        ...(again && Number.isFinite(host.signIn.freshMs) ? { maxAge: Math.floor(host.signIn.freshMs / 1_000) } : {}),
        ...withoutUndefined({ replaces }),
      });
      return setPending(request, reply, sealSignIn(pending, secret), PENDING_SECONDS).redirect(href, 303);
    } catch (error) {
      return failed(reply, error);
    }
  });

  app.get(uiPaths.signInCallback, host.signInRoute, async (request, reply) => {
    try {
      const pending = openSignIn(readCookie(request.headers.cookie, cookieName(request)), secret);
      if (!pending) throw new AuthenticationError({ address: 'the platform', reason: 'no sign-in is pending here' });
      const idToken = await provider.arrive(new URL(request.url, originOf(request)), pending);
      const { token, session } = await host.signInWith(idToken, pending.replaces);
      setPending(request, reply, '', 0);
      return await setSession(request, reply, token, session.expires).redirect(safePath(pending.to), 303);
    } catch (error) {
      setPending(request, reply, '', 0);
      return failed(reply, error);
    }
  });

  /** The reason goes into the log: not everybody who can send a person here may read the provider's answer. */
  function failed(reply: FastifyReply, error: unknown): FastifyReply {
    host.logger.warn('a sign-in through the identity provider failed', { err: error });
    return reply.redirect('/?sign-in=failed', 303);
  }
}

function setPending(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): FastifyReply {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  const cookie = `${cookieName(request)}=${value}; Max-Age=${seconds}; Path=${request.protocol === 'https' ? '/' : uiPaths.signIn}; HttpOnly; SameSite=Lax${secure}`;
  // Appended: the session's cookie is set beside it.
  return reply
    .header('set-cookie', cookie)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer');
}

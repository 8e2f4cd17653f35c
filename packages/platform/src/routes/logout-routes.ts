import { httpPaths, isSymphonyError, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { strangerAddress } from '../http/stranger-address.js';
import type { SignInParts } from './sign-in-routes.js';

/** A logout token has a dozen claims. */
const BODY_LIMIT = 16 * 1024;

/** Where the identity provider reports who signed out there (OpenID Connect Back-Channel Logout 1.0). */
export function logoutRoutes(app: FastifyInstance, { people, oidc, rateLimits }: SignInParts): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  );
  // The limit is high, because one provider signs out many people at once. Its token is checked in any case.
  const limit = { max: rateLimits.exchange, keyGenerator: (request: FastifyRequest) => strangerAddress(request.ip) };
  app.post(httpPaths.backchannelLogout, { config: { rateLimit: limit } }, async (request, reply) => {
    if (!oidc) throw invalid('people do not sign in through an identity provider here');
    const logout = await oidc.verifyLogout(readToken(request.body)).catch((error: unknown) => {
      throw isSymphonyError(error, 'AUTHENTICATION_FAILED') ? invalid(error.params.reason) : error;
    });
    await people.endSessions(logout);
    return reply.header('Cache-Control', 'no-store').send({ ended: true });
  });
}

function readToken(body: unknown): string {
  const [token, ...more] = body instanceof URLSearchParams ? body.getAll('logout_token') : [];
  if (token === undefined || more.length > 0) throw invalid("the body is not a form with one 'logout_token'");
  return token;
}

const invalid = (reason: string): SymphonyError => new SymphonyError('INVALID_REQUEST', { reason });

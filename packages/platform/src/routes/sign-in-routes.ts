import { AuthenticationError, httpPaths, type Logger } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBearer } from '../http/bearer.js';
import { isFromLoopback } from '../http/loopback.js';
import type { RateLimits } from '../http/stranger-address.js';
import { strangerAddress } from '../http/stranger-address.js';
import type { OidcVerifier } from '../people/oidc-verifier.js';
import type { PeopleService } from '../people/people-service.js';
import type { Identity } from '../people/person.js';
import { developer } from '../people/person.js';

/** How people sign in. */
export interface SignInParts {
  readonly people: PeopleService;
  /** Omitted if nobody signs in through an identity provider. */
  readonly oidc: OidcVerifier | undefined;
  /** Whether the platform signs in people on this machine without asking. */
  readonly devSignIn: boolean;
  readonly rateLimits: RateLimits;
  readonly logger: Logger;
}

/** A token of the platform for one of the identity provider. */
export function signInRoutes(app: FastifyInstance, { people, oidc, devSignIn, rateLimits, logger }: SignInParts): void {
  const limit = { max: rateLimits.signIn, keyGenerator: (request: FastifyRequest) => strangerAddress(request.ip) };
  app.get(httpPaths.signIn, { config: { rateLimit: limit } }, async (request, reply) => {
    const session = await people.signIn(await identify(request));
    return reply.header('Cache-Control', 'no-store').send(session);
  });

  async function identify(request: FastifyRequest): Promise<Identity> {
    const token = readBearer(request);
    if (token !== undefined && oidc) return await oidc.verify(token);
    if (token === undefined && devSignIn && isFromLoopback(request)) {
      logger.info('somebody on this machine signed in as an administrator: development sign-in is on');
      return developer;
    }
    const reason = oidc ? 'the request has no token of the identity provider' : 'nobody can sign in here';
    throw new AuthenticationError({ address: 'the platform', reason });
  }
}

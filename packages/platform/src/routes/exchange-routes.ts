import { type CredentialExchange, httpPaths } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf, readBearer, requireBearer } from '../http/bearer.js';
import type { RateLimits } from '../http/stranger-address.js';
import { strangerAddress } from '../http/stranger-address.js';
import type { Authenticated } from '../keys/authenticate.js';
import type { KeyService } from '../keys/key-service.js';

/** The parts that the exchange uses. */
export interface ExchangeParts {
  readonly keys: KeyService;
  readonly exchange: (authenticated: Authenticated) => Promise<CredentialExchange>;
  readonly rateLimits: RateLimits;
}

/**
 * The name under which a request is counted: its key if the token is valid, otherwise its address. So strangers behind the same
 * proxy do not use up the requests of those who have a key.
 */
function counted(request: FastifyRequest, keys: KeyService): string {
  const token = readBearer(request);
  try {
    if (token !== undefined) return `key ${keys.authenticate(token).key.id}`;
  } catch {
    // refused below, and counted as a stranger here
  }
  return strangerAddress(request.ip);
}

/** NATS credentials for the token of an API key. The rate limit is checked first, so that it counts refused tokens, too. */
export function exchangeRoutes(app: FastifyInstance, { exchange, keys, rateLimits }: ExchangeParts): void {
  app.addHook(
    'onRequest',
    app.rateLimit({ max: rateLimits.exchange, keyGenerator: (request) => counted(request, keys) }),
  );
  requireBearer(app, keys);
  app.get(httpPaths.exchange, async (request, reply) =>
    reply.header('Cache-Control', 'no-store').send(await exchange(callerOf(request))),
  );
}

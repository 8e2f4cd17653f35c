import { EXCHANGE_PATH, type CredentialExchange } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { callerOf, requireBearer } from '../http/bearer.js';
import type { RateLimits } from '../http/rate-limits.js';
import type { Authenticated } from '../keys/authenticate.js';
import type { KeyService } from '../keys/key-service.js';

/** What the exchange answers from. */
export interface ExchangeParts {
  readonly keys: KeyService;
  readonly exchange: (authenticated: Authenticated) => Promise<CredentialExchange>;
  readonly rateLimits: RateLimits;
}

/** NATS credentials for the token of an API key. The limit comes first: it is for those whose token is refused, too. */
export function exchangeRoutes(app: FastifyInstance, { exchange, keys, rateLimits }: ExchangeParts): void {
  app.addHook('onRequest', app.rateLimit({ max: rateLimits.exchange }));
  requireBearer(app, keys);
  app.get(EXCHANGE_PATH, async (request, reply) =>
    reply.header('Cache-Control', 'no-store').send(await exchange(callerOf(request))),
  );
}

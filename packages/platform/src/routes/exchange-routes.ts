import { EXCHANGE_PATH } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { callerOf, requireBearer } from '../http/bearer.js';
import type { HttpContext } from '../http/http-context.js';

/** NATS credentials for the token of an API key. The limit comes first: it is for those whose token is refused, too. */
export function exchangeRoutes(app: FastifyInstance, { exchange, keys, rateLimits }: HttpContext): void {
  app.addHook('onRequest', app.rateLimit({ max: rateLimits.exchange }));
  requireBearer(app, keys);
  app.get(EXCHANGE_PATH, async (request, reply) =>
    reply.header('Cache-Control', 'no-store').send(await exchange(callerOf(request))),
  );
}

import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { routeUrl } from '../http/http-server.js';
import { describeUnknown } from '../kit/only-fields.js';
import { apiOperations } from '../reference/api-operations.js';

/** The query parameters of each route, such as `GET /api/v1/keys`. They are those of the OpenAPI document. */
const parameters: ReadonlyMap<string, readonly string[]> = new Map(
  apiOperations.map(({ route, query }) => [routeUrl(route), Object.keys(query?.shape ?? {})]),
);
const NONE: readonly string[] = [];

/**
 * Refuses a query parameter that a route does not have. If the platform ignored a misspelt one, the caller would take the answer
 * for what was asked. Comes after `requireBearer`.
 *
 * Calls to extensions do without it, because their query belongs to the extension. The open routes and the exchange do without
 * it, too: load balancers, identity providers and the SDKs of other releases ask them.
 */
export function refuseUnknownParameters(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const given = Object.keys(Object(request.query));
    if (given.length > 0) assertKnown(given, request);
    done();
  });
}

function assertKnown(given: readonly string[], { method, routeOptions }: FastifyRequest): void {
  const known = parameters.get(`${method === 'HEAD' ? 'GET' : method} ${routeOptions.url ?? ''}`) ?? NONE;
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new SymphonyError('INVALID_REQUEST', { reason: describeUnknown('parameter', unknown, known) });
}

import { AuthenticationError, parseToken, platformServices, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticated } from '../keys/authenticate.js';
import type { KeyService } from '../keys/key-service.js';

/** The id of the key whose token a request shows, whether the token is right or not; for the log. */
export function claimedKey(request: FastifyRequest): string {
  const token = readBearer(request);
  if (token === undefined) return `a stranger at ${request.ip}`;
  try {
    return parseToken(token).keyId;
  } catch {
    return `a malformed token from ${request.ip}`;
  }
}

const BEARER = /^Bearer +(\S+)$/i;

const CALLER = Symbol('caller');
/** A request of a scope behind `requireBearer`. A property costs less than an entry of a map of all requests. */
type BearingRequest = FastifyRequest & { [CALLER]?: Authenticated };

/** The token of a request's `Authorization` header; `undefined` if there is none. */
export const readBearer = (request: FastifyRequest): string | undefined =>
  BEARER.exec(request.headers.authorization ?? '')?.[1];

/** The reason of a 401. A browser shows it beside its own message about a page of another origin, which explains little. */
function whyUnknown({ method, headers }: FastifyRequest): string {
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  return isPreflight
    ? 'pages of other origins cannot call the platform; serve the page by an extension, or through a proxy of its own origin'
    : 'the request has no Authorization header with a bearer token';
}

/** Lets only requests with a live API key's token through to the routes of `app`. */
export function requireBearer(app: FastifyInstance, keys: KeyService): void {
  app.decorateRequest(CALLER, undefined);
  app.addHook('onRequest', (request: BearingRequest, _reply, done) => {
    const token = readBearer(request);
    if (token === undefined) throw new AuthenticationError({ address: 'the platform', reason: whyUnknown(request) });
    request[CALLER] = keys.authenticate(token);
    done();
  });
}

/** Refuses registration tokens: they can only create keys. Comes after `requireBearer`. */
export function refuseRegistrations(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (callerOf(request).key.kind === 'registration') {
      throw new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject: platformServices.extensions });
    }
    done();
  });
}

/** The caller of a request that came through `requireBearer`. */
export function callerOf(request: BearingRequest): Authenticated {
  const caller = request[CALLER];
  if (!caller) throw new Error('the route is not behind requireBearer');
  return caller;
}

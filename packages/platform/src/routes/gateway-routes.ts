import { METHODS } from 'node:http';
import { httpPaths, type Logger, type Manifest, SymphonyError, headers as wire } from '@symphony-ts/contract';
import type { Cancellation } from '@symphony-ts/storage/internal';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { turnOf } from '../http/answer-turns.js';
import { callerOf } from '../http/bearer.js';
import { readTimeout, readTrace, targetSubject, throughGate } from '../http/call-extension.js';
import { hangUpOf } from '../http/hang-up.js';
import { type HttpReply, headersOf, readHttpReply } from '../http/http-reply.js';
import { EXTENSION_BODY_LIMIT, routeUrl } from '../http/http-server.js';
import { ReceivedBody, receiveBodies } from '../http/received-body.js';
import { readInstance } from '../http/request-envelope.js';
import { routedBody } from '../http/routed-call.js';
import { sendUnread } from '../http/send-unread.js';
import type { DocumentReader } from '../openapi/document-reader.js';
import type { RouteMatch } from '../openapi/openapi-router.js';
import { RouterCache } from '../openapi/router-cache.js';
import type { ExtensionAccess } from './service-routes.js';

/** The parts that the gateway uses. */
export interface GatewayParts extends ExtensionAccess {
  readonly logger: Logger;
  readonly documents: DocumentReader;
}

/**
 * `ANY /api/v1/extensions/:prefix/…`: passes HTTP to the operations of an extension, by its OpenAPI document. `?instance=`
 * selects one instance.
 */
export function gatewayRoutes(app: FastifyInstance, parts: GatewayParts): void {
  const gateway = { ...parts, routers: new RouterCache(parts.documents, parts.logger) };
  // Bodies arrive as raw bytes. The operation decides what they mean.
  receiveBodies(app, EXTENSION_BODY_LIMIT);
  for (const method of furtherMethods(app)) app.addHttpMethod(method, { hasBody: true });
  app.all<PrefixRoute>(`${routeUrl(httpPaths.extension)}/*`, { bodyLimit: EXTENSION_BODY_LIMIT }, (request, reply) =>
    handle(gateway, request, reply),
  );
}

/** HTTP methods that no operation can have, such as PROPFIND. A known path answers 405 to them. CONNECT has no path. */
const furtherMethods = ({ supportedMethods }: FastifyInstance): readonly string[] =>
  METHODS.filter((method) => method !== 'CONNECT' && !supportedMethods.includes(method));

const NO_BODY = ReceivedBody.of([], 0);
const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

interface PrefixRoute {
  readonly Params: { readonly prefix: string };
}
type PrefixRequest = FastifyRequest<PrefixRoute>;
type Gateway = ExtensionAccess & { readonly routers: RouterCache };
interface Routed {
  readonly manifest: Manifest;
  readonly match: Extract<RouteMatch, { kind: 'operation' }>;
  readonly url: SplitUrl;
  readonly cancellation: Cancellation;
}

/** Both as they were sent. */
interface SplitUrl {
  /** Below the mount. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
}

async function handle(gateway: Gateway, request: PrefixRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { prefix } = request.params;
  const manifest = gateway.registry.manifest(prefix);
  if (!manifest) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });

  const url = splitUrl(request);
  const { path } = url;
  const router = gateway.routers.routerFor(manifest);
  const route = typeof router === 'function' ? router : await router;
  const match = route(request.method, path);
  switch (match.kind) {
    case 'malformed':
      throw new SymphonyError('INVALID_REQUEST', { reason: match.reason });
    case 'not-found':
      throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path });
    case 'method-not-allowed':
      reply.header('allow', match.allow.join(', '));
      throw new SymphonyError('METHOD_NOT_ALLOWED', { method: request.method, path, allow: match.allow });
    case 'options':
      return reply.code(204).header('allow', match.allow.join(', ')).send();
    case 'operation':
      return sendUnread(
        gateway.unread,
        request,
        reply,
        await invoke(gateway, request, { manifest, match, url, cancellation: hangUpOf(reply) }),
      );
    default:
      return match satisfies never;
  }
}

async function invoke(
  gateway: Gateway,
  request: PrefixRequest,
  { manifest, match, url, cancellation }: Routed,
): Promise<HttpReply> {
  const { headers } = request;
  const target = { prefix: manifest.prefix, endpoint: match.endpoint };
  const { key } = callerOf(request);
  gateway.access.assertMayCall(key, target);
  gateway.assertLicensed(target.prefix);
  gateway.unread.assertRoom(turnOf(request));
  const instance = readInstance(headers, match.ownsInstance ? '' : url.query);
  const subject = targetSubject(instance === undefined ? target : { ...target, instance }, gateway.registry);

  const { bytes, withRoom } = request.body instanceof ReceivedBody ? request.body : NO_BODY;
  const { endpoint, params: pathParams, ownsInstance } = match;
  const call = {
    subject,
    ...routedBody(
      { method: match.method, ...url, headers, body: bytes, bodyWithRoom: withRoom },
      { manifest, endpoint, pathParams, ownsInstance },
    ),
    timeoutMs: readTimeout(headers[wire.timeout.toLowerCase()]),
    caller: gateway.callers.forExtension(key, target.prefix),
    cancellation,
    trace: readTrace(request),
    route: throughGate,
  };
  const answer = await gateway.calls.call(target.prefix, call);
  return readHttpReply(answer.data, headersOf(answer));
}

/**
 * The path below the mount as it was sent, because the router decodes it and it must not be decoded twice. A client may write
 * scheme and host in front of it, as it does for a proxy.
 */
function splitUrl(request: FastifyRequest): SplitUrl {
  const sent = request.raw.url ?? '';
  const url = sent.startsWith('/') ? sent : sent.replace(ABSOLUTE, '');
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  let below = 0;
  for (let segment = 1; segment < MOUNT_SEGMENTS && below >= 0; segment += 1) below = path.indexOf('/', below + 1);
  return { path: below < 0 ? '/' : path.slice(below), query: mark < 0 ? '' : url.slice(mark + 1) };
}
/** With the empty one before the first slash. */
const MOUNT_SEGMENTS = 5;

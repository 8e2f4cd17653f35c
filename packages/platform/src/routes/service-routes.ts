import {
  contentKind,
  contentTypes,
  endpointSubject,
  httpPaths,
  isPrefix,
  isSubjectToken,
  isSymphonyError,
  mediaType,
  SymphonyError,
} from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import type { CallerClaims } from '../callers/caller-claims.js';
import { turnOf } from '../http/answer-turns.js';
import type { AnswersUnderWay } from '../http/answers-under-way.js';
import { callerOf } from '../http/bearer.js';
import { readTimeout, readTrace, targetSubject, throughGate } from '../http/call-extension.js';
import type { ExtensionCalls } from '../http/extension-calls.js';
import { hangUpOf } from '../http/hang-up.js';
import { headersOf, readHttpReply } from '../http/http-reply.js';
import { EXTENSION_BODY_LIMIT, routeUrl } from '../http/http-server.js';
import { sendUnread } from '../http/send-unread.js';
import type { Registry } from '../registry/registry.js';
import type { AccessRules } from '../rights/access-rules.js';

interface ServiceRoute {
  readonly Params: { readonly prefix: string; readonly endpoint: string };
  readonly Querystring: { readonly instance?: string | readonly string[] };
}

/** The parts that a request to an extension uses. */
export interface ExtensionAccess {
  /** The way to the extensions. */
  readonly calls: ExtensionCalls;
  /** What extensions answered, until the callers have read it. */
  readonly unread: AnswersUnderWay;
  readonly registry: Registry;
  readonly access: AccessRules;
  readonly callers: CallerClaims;
  /** Throws `LICENSE_ENFORCED` where requests to an extension are blocked. */
  readonly assertLicensed: (prefix: string) => void;
}

/** Passes a body unchanged to an endpoint, and returns the answer of the endpoint. */
export function serviceRoutes(app: FastifyInstance, parts: ExtensionAccess): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post<ServiceRoute>(routeUrl(httpPaths.service), { bodyLimit: EXTENSION_BODY_LIMIT }, async (request, reply) => {
    const target = request.params;
    const { prefix, endpoint } = target;
    const { instance } = request.query;
    if (instance !== undefined && !(typeof instance === 'string' && isSubjectToken(instance)))
      throw new SymphonyError('INVALID_REQUEST', { reason: 'instance is not an instance id' });
    if (!parts.registry.has(prefix) && !isPrefix(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
    if (!endpoint.split('.').every(isSubjectToken))
      throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: endpoint });
    const { key } = callerOf(request);
    parts.access.assertMayInvoke(key, target);
    parts.assertLicensed(prefix);
    const subject = targetSubject(instance === undefined ? target : { ...target, instance }, parts.registry);
    parts.unread.assertRoom(turnOf(request));
    const call = {
      subject,
      ...typeHeader(request.headers['content-type']),
      body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
      timeoutMs: readTimeout(request.headers['symphony-timeout']),
      caller: parts.callers.forExtension(key, prefix),
      cancellation: hangUpOf(reply),
      trace: readTrace(request),
      route: throughGate,
    };
    try {
      const answer = await parts.calls.call(prefix, call);
      return sendUnread(parts.unread, request, reply, readHttpReply(answer.data, headersOf(answer), AS_IT_IS));
    } catch (error) {
      const isUnknown = isSymphonyError(error, 'NO_RESPONDERS') && !isRegistered(parts.registry, target);
      throw isUnknown ? new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: endpoint }) : error;
    }
  });
}

const AS_IT_IS = { mayBeWrapped: false };
const NO_TYPE = {};

/**
 * The content type that the endpoint receives for text and bytes. A body that claims to be JSON or a form gets none, and its
 * contents decide.
 */
function typeHeader(contentType = ''): { readonly contentType?: string } {
  // The type of most requests, which need not be parsed.
  if (contentType === contentTypes.json) return NO_TYPE;
  const isNamed = contentKind(contentType) === 'text' || mediaType(contentType) === contentTypes.bytes;
  return isNamed ? { contentType } : NO_TYPE;
}

/** Whether the manifest of an extension names an endpoint. */
function isRegistered(registry: Registry, { prefix, endpoint }: ServiceRoute['Params']): boolean {
  const subject = endpointSubject(prefix, endpoint);
  const services = registry.manifest(prefix)?.services ?? [];
  return services.some(({ endpoints }) => endpoints.some((known) => known.subject === subject));
}

import type { NatsConnection } from '@nats-io/nats-core';
import {
  contentKind,
  contentTypes,
  endpointSubject,
  isPrefix,
  isSubjectToken,
  isSymphonyError,
  mediaType,
  SymphonyError,
} from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CallerClaims } from '../callers/caller-claims.js';
import { callerOf } from '../http/bearer.js';
import { callExtension, readTimeout, readTrace, targetSubject, throughGate } from '../http/call-extension.js';
import type { ExtensionLoad } from '../http/extension-load.js';
import { hangUpOf } from '../http/hang-up.js';
import { readHttpReply } from '../http/http-reply.js';
import { EXTENSION_BODY_LIMIT } from '../http/http-server.js';
import { sendReply } from '../http/send-reply.js';
import type { Registry } from '../registry/registry.js';
import type { AccessRules } from '../rights/access-rules.js';

const Path = z.object({ prefix: z.string(), endpoint: z.string() });
const Query = z.object({ instance: z.string().refine(isSubjectToken, 'not an instance id').optional() });

/** What a request to an extension goes through. */
export interface ExtensionAccess {
  /** The connection that reaches the extensions. */
  readonly hub: NatsConnection;
  readonly registry: Registry;
  readonly access: AccessRules;
  readonly load: ExtensionLoad;
  readonly callers: CallerClaims;
  /** Throws `LICENSE_ENFORCED` where requests to an extension are blocked. */
  readonly assertLicensed: (prefix: string) => void;
}

/** The service proxy: the body goes to the endpoint as it is, and what the endpoint answers comes back. */
export function serviceRoutes(app: FastifyInstance, parts: ExtensionAccess): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/api/v1/services/:prefix/:endpoint', { bodyLimit: EXTENSION_BODY_LIMIT }, async (request, reply) => {
    const target = Path.parse(request.params);
    const { instance } = Query.parse(request.query);
    const { prefix, endpoint } = target;
    if (!isPrefix(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
    if (!isSubjectToken(endpoint)) throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: endpoint });
    const { key } = callerOf(request);
    parts.access.assertMayInvoke(key, target);
    parts.assertLicensed(prefix);
    const subject = targetSubject({ ...target, ...(instance === undefined ? {} : { instance }) }, parts.registry);
    const call = {
      subject,
      ...typeHeader(request.headers['content-type']),
      body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
      timeoutMs: readTimeout(request.headers['symphony-timeout']),
      caller: parts.callers.forExtension(key, prefix),
      cancellation: hangUpOf(reply),
      trace: readTrace(request),
    };
    const answer = await parts.load
      .run(prefix, () => callExtension(parts.hub, { ...call, route: throughGate }))
      .catch((error: unknown) => {
        const isUnknown = isSymphonyError(error, 'NO_RESPONDERS') && !isRegistered(parts.registry, target);
        throw isUnknown ? new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: endpoint }) : error;
      });
    const header = (name: string): string => answer.headers?.get(name) ?? '';
    return sendReply(reply, readHttpReply(answer.data, header, { mayBeWrapped: false }));
  });
}

/** Text and bytes are named as such to the endpoint. What claims to be JSON, or a form, is read by how it looks. */
function typeHeader(contentType = ''): { readonly contentType?: string } {
  const isNamed = contentKind(contentType) === 'text' || mediaType(contentType) === contentTypes.bytes;
  return isNamed ? { contentType } : {};
}

/** Whether the manifest of an extension names an endpoint. */
function isRegistered(registry: Registry, { prefix, endpoint }: z.infer<typeof Path>): boolean {
  const subject = endpointSubject(prefix, endpoint);
  const services = registry.manifest(prefix)?.services ?? [];
  return services.some(({ endpoints }) => endpoints.some((one) => one.subject === subject));
}

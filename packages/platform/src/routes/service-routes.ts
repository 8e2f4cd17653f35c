import { SymphonyError, isPrefix, isSubjectToken } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readReply } from '../http/reply.js';
import { sendReply } from '../http/send-reply.js';
import { callerOf } from '../http/bearer.js';
import { callExtension, readTimeout, readTrace, targetSubject } from '../http/call-extension.js';
import type { HttpContext } from '../http/http-context.js';
import { assertMayInvoke } from '../rights/may-call.js';

const Path = z.object({ prefix: z.string(), endpoint: z.string() });
const Query = z.object({ instance: z.string().refine(isSubjectToken, 'not an instance id').optional() });

/** The service proxy: the body goes to the endpoint as it is, and what the endpoint answers comes back. */
export function serviceRoutes(app: FastifyInstance, context: HttpContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/api/v1/services/:prefix/:endpoint', async (request, reply) => {
    const target = Path.parse(request.params);
    const { instance } = Query.parse(request.query);
    const { prefix, endpoint } = target;
    if (!isPrefix(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
    if (!isSubjectToken(endpoint)) throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: endpoint });
    assertMayInvoke(callerOf(request).key, target, context.grantDeclared);
    context.assertLicensed(prefix);
    const subject = targetSubject({ ...target, ...(instance === undefined ? {} : { instance }) }, context.registry);
    const answer = await callExtension(context.hub, {
      subject,
      body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
      timeoutMs: readTimeout(request.headers['symphony-timeout']),
      trace: readTrace(request),
    });
    return sendReply(
      reply,
      readReply(answer.data, (name) => answer.headers?.get(name) ?? ''),
    );
  });
}

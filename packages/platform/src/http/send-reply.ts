import type { FastifyReply } from 'fastify';
import type { HttpReply } from './http-reply.js';

/** No body goes with these. */
const bodyless = new Set([204, 205, 304]);

/**
 * Sends what an extension answered. Its pages run in an origin of their own: they must not read what the platform's origin
 * holds, such as sessions.
 */
export function sendReply(reply: FastifyReply, { status, contentType, headers, body }: HttpReply): FastifyReply {
  reply.code(status).headers(headers);
  reply.header('content-security-policy', 'sandbox allow-scripts allow-forms');
  reply.header('x-content-type-options', 'nosniff');
  if (bodyless.has(status)) return reply.send();
  return reply.header('content-type', contentType).send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

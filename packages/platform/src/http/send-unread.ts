import type { FastifyReply, FastifyRequest } from 'fastify';
import { turnOf } from './answer-turns.js';
import type { AnswersUnderWay } from './answers-under-way.js';
import type { HttpReply } from './http-reply.js';
import { sendReply } from './send-reply.js';

/**
 * Sends what an extension answered, and counts it until the caller has read it.
 *
 * @throws `TOO_MANY_REQUESTS` when the caller has not read what came before, such as the answers to requests of the same moment
 */
export function sendUnread(
  unread: AnswersUnderWay,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: HttpReply,
): FastifyReply {
  const caller = turnOf(request);
  unread.assertRoom(caller);
  unread.enter(caller, answer.body.byteLength, reply);
  return sendReply(reply, answer);
}

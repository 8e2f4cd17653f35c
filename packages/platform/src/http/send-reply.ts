import type { FastifyInstance, FastifyReply } from 'fastify';
import type { HttpReply } from './http-reply.js';

/** Headers that say how long an answer may be cached, or how to ask whether a cached answer is still valid. */
const STORAGE_HEADERS = ['cache-control', 'expires', 'etag', 'last-modified'] as const;

/**
 * Whether an answer says itself how it may be stored. Any other answer is for its caller alone and for now, so browsers and
 * caches in between must not keep it.
 */
export const isStorable = (has: (name: string) => boolean): boolean => STORAGE_HEADERS.some(has);

/** A larger body is not worth the copy. */
const ONE_PIECE_BYTES = 8_192;

/** Statuses without a body. */
const bodyless = new Set([204, 205, 304]);

/** Pages of extensions run in an origin of their own. They must not read data of the platform's origin, such as sessions. */
const CONFINED = 'sandbox allow-scripts allow-forms';

/** What a server adds to the replies of extensions. */
interface Replying {
  /** Names and values, one after the other, of the headers of every reply. */
  readonly head: readonly string[];
  /** Whether the server is leaving, so that its connections end. */
  readonly departure: { readonly isLeaving: boolean };
}

const REPLYING = Symbol('replies of extensions');
type ReplyingServer = FastifyInstance & { readonly [REPLYING]?: Replying };

/** Gives `sendReply` the headers that every answer of a server has. Comes before the routes. */
export function prepareReplies(
  app: FastifyInstance,
  headers: Readonly<Record<string, string>>,
  departure: Replying['departure'],
): void {
  const all = { ...headers, 'content-security-policy': CONFINED, 'x-content-type-options': 'nosniff' };
  app.decorate(REPLYING, { head: Object.entries(all).flat(), departure } satisfies Replying);
}

/**
 * Sends what an extension answered. The reply is written to Node's response as it is: hooks that look at each header and at
 * the payload would cost as much as the rest of the way.
 */
export function sendReply(reply: FastifyReply, { status, contentType, headers, body }: HttpReply): FastifyReply {
  const { [REPLYING]: replying } = reply.server as ReplyingServer;
  if (!replying) throw new Error('the server was not prepared for replies of extensions');
  const head = replying.head.concat();
  for (const name in headers) head.push(name, headers[name] ?? '');
  if (!isStorable((name) => name in headers)) head.push('cache-control', 'no-store');
  if (replying.departure.isLeaving) head.push('connection', 'close');
  const hasBody = !bodyless.has(status);
  if (hasBody) head.push('content-type', contentType, 'content-length', String(body.byteLength));
  else if (status === 205) head.push('content-length', '0');
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(status, head);
  if (!hasBody) raw.end();
  else if (body.byteLength > ONE_PIECE_BYTES) raw.end(body);
  else raw.end(latin1(body), 'latin1');
  return reply;
}

/** As text that Node writes as these bytes, in one piece with the head. */
const latin1 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { errorCode, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { libraryRefusal, refusalWith } from './library-refusal.js';

/** The refusals of Node's parser, by code. */
const refusals: Readonly<Record<string, readonly [status: number, error: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'the headers of the request are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not arrive in time'],
};
const JSON_TYPE = 'application/json; charset=utf-8';
const MALFORMED = [400, 'the request is not HTTP'] as const;

/**
 * Settings for requests that the HTTP library or Node's parser refuses before any route. They are answered in the contract's
 * form, with the headers of every other answer.
 */
export const refuseAsOurs = (
  headers: Readonly<Record<string, string>>,
): Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler'> => ({
  frameworkErrors(error, _request, reply) {
    const { status, body } = libraryRefusal(error) ?? refusalWith(400, 'the request cannot be routed');
    const text = JSON.stringify(body);
    const all = { ...headers, 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) };
    reply.hijack();
    reply.raw.writeHead(status, all).end(text);
  },
  clientErrorHandler(error, socket) {
    if (errorCode(error) === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable) socket.write(answer(errorCode(error), headers));
    socket.destroySoon();
  },
});

/**
 * Answers requests that Node would refuse without a body: an unknown `Expect` header, and HTTP/1.1 without a host. It also
 * refuses two hosts or two authorizations, because a proxy in front may have used the other one (RFC 9112, section 3.2).
 */
export function refuseWithBody(app: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  app.server.on('checkExpectation', (_request, reply: ServerResponse) => {
    const body = JSON.stringify(refusalWith(417, 'an expectation other than 100-continue cannot be met').body);
    reply
      .writeHead(417, { ...headers, 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const reason = ambiguity(request.raw);
    done(reason === undefined ? undefined : new SymphonyError('INVALID_REQUEST', { reason }));
  });
}

/** Why it is unclear whom a request is for, or whom it is from. Node silently keeps the first of two such headers. */
function ambiguity({ httpVersion, headers, rawHeaders }: IncomingMessage): string | undefined {
  if (headers.host === undefined) return httpVersion === '1.1' ? 'it has no Host header' : undefined;
  if (countHeaders(rawHeaders, 'host') > 1) return 'it has more than one Host header';
  return countHeaders(rawHeaders, 'authorization') > 1 ? 'it has more than one Authorization header' : undefined;
}

/** `rawHeaders` has names and values in turn. */
function countHeaders(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const found = rawHeaders[index];
    if (found?.length === name.length && found.toLowerCase() === name) count += 1;
  }
  return count;
}

function answer(code: unknown, headers: Readonly<Record<string, string>>): string {
  const [status, error] = refusals[String(code)] ?? MALFORMED;
  const body = JSON.stringify(refusalWith(status, error).body);
  const all = {
    ...headers,
    'content-type': JSON_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}

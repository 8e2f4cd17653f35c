import { toError, type Logger, type Refusal } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { refusalOf } from '../services/error-reply.js';
import { retryAfter } from './reply.js';

const API = '/api/v1/';

/** Errors of the HTTP library itself (a malformed body, one too large) have a status below 500 and a text for the caller. */
function libraryRefusal(thrown: unknown): Refusal | undefined {
  const error = toError(thrown);
  const status: unknown = Reflect.get(error, 'statusCode');
  const code: unknown = Reflect.get(error, 'code');
  if (typeof status !== 'number' || status < 400 || status > 499 || typeof code !== 'string') return undefined;
  return { status, body: { error: error.message, code } };
}

/** Answers every error, and every unknown path, in the contract's form. */
export function answerErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((thrown, _request, reply) => {
    const { status, body } = libraryRefusal(thrown) ?? refusalOf(thrown, logger);
    if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    void reply.headers(retryAfter(body));
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler(({ method, url }, reply) => {
    const path = url.split('?')[0] ?? '';
    // Whoever opens the address in a browser is told where to go on.
    const hint = path.startsWith(API) ? '' : `; the API is below ${API}, such as GET ${API}health`;
    return reply.code(404).send({ error: `there is no ${method} ${path}${hint}`, code: 'NOT_FOUND' });
  });
}

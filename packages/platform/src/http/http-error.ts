import { httpPaths, type Logger } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import type { RefusalLog } from '../kit/refusal-log.js';
import { refusalOf } from '../services/error-reply.js';
import { claimedKey } from './bearer.js';
import { retryAfter } from './http-reply.js';
import { libraryRefusal } from './library-refusal.js';

const API = '/api/v1/';
/** Refusals that are noted: no valid token, no right, too many requests. */
const NOTED: readonly number[] = [401, 403, 429];

/** Answers every error, and every unknown path, in the contract's form. */
export function answerErrors(app: FastifyInstance, logger: Logger, refusals: RefusalLog): void {
  app.setErrorHandler((thrown, request, reply) => {
    const { status, body } = libraryRefusal(thrown) ?? refusalOf(thrown, logger);
    if (NOTED.includes(status)) {
      const what = `${request.method} ${request.routeOptions.url ?? request.url.split('?')[0] ?? ''}`;
      refusals.note({ actor: claimedKey(request), what, code: String(body.code ?? status) });
    }
    if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    void reply.headers(retryAfter(body));
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler(({ method, url }, reply) => {
    const path = url.split('?')[0] ?? '';
    // A person who opens the address in a browser learns where to continue.
    const hint = path.startsWith(API) ? '' : `; the API is below ${API}, such as GET ${httpPaths.health}`;
    return reply.code(404).send({ error: `there is no ${method} ${path}${hint}`, code: 'NOT_FOUND' });
  });
}

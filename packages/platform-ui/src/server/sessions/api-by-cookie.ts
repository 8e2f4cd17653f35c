import type { FastifyInstance } from 'fastify';
import { isOwnRequest } from '../http/request-origin.js';
import { readToken } from '../http/session-cookie.js';

/**
 * Lets the shell use the platform's API with its session: for its own requests, and for no others, the cookie becomes the
 * bearer token that the API's routes ask for. Must be added before those routes.
 */
export function apiByCookie(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/') || request.headers.authorization !== undefined) return;
    if (!isOwnRequest(request)) return;
    const token = readToken(request);
    if (token !== undefined) request.headers.authorization = `Bearer ${token}`;
  });
}

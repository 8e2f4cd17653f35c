import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/http-context.js';

/** The registered extensions, and what they contribute to the user interface. */
export function extensionRoutes(app: FastifyInstance, { registry }: HttpContext): void {
  app.get('/api/v1/extensions/all', async () => registry.list());
  app.get('/api/v1/extensions/features', async () => registry.features());
}

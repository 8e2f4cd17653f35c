import type { FastifyInstance } from 'fastify';
import type { Registry } from '../registry/registry.js';

/** The registered extensions, and what they contribute to the user interface. */
export function extensionRoutes(app: FastifyInstance, registry: Pick<Registry, 'list' | 'features'>): void {
  app.get('/api/v1/extensions/all', async () => registry.list());
  app.get('/api/v1/extensions/features', async () => registry.features());
}

import { httpPaths } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { buildApiDocument } from '../reference/api-document.js';
import type { HealthParts } from './health-routes.js';

/** The OpenAPI document of the platform's own API; open to everybody, since it is the same for everybody. */
export function referenceRoutes(app: FastifyInstance, { info }: Pick<HealthParts, 'info'>): void {
  let document: ReturnType<typeof buildApiDocument> | undefined;
  app.get(httpPaths.reference, async () => {
    document ??= buildApiDocument(info());
    return document;
  });
}

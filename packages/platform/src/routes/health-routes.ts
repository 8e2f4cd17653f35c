import { httpPaths } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import { buildApiDocument } from '../reference/api-document.js';
import type { PlatformInfo } from '../services/info-service.js';

/** One part of the platform, as `GET /api/v1/health` reports it. */
export interface HealthReport {
  readonly healthy: boolean;
  /** Whether it can serve HTTP, even if requests over NATS do not reach it at the moment. */
  readonly ready: boolean;
  readonly version: string;
  readonly components: Readonly<Record<string, 'ok' | 'down'>>;
}

/** What the platform says about itself. */
export interface HealthParts {
  readonly health: () => HealthReport;
  readonly info: () => PlatformInfo;
  /** False as soon as the platform begins to stop. */
  readonly isStaying: () => boolean;
}

/** Whether the platform runs, whether it is healthy, and whether it is ready for traffic. Open to everybody. */
export function healthRoutes(app: FastifyInstance, { health, info, isStaying }: HealthParts): void {
  app.get(httpPaths.ping, async () => ({ message: 'pong' }));
  app.get(httpPaths.info, async () => info());
  app.get(httpPaths.health, async (_request, reply) => {
    const { healthy, ready: _ready, ...report } = health();
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'healthy' : 'degraded', ...report });
  });
  app.get(httpPaths.ready, async (_request, reply) => {
    const ready = isStaying() && health().ready;
    return reply.code(ready ? 200 : 503).send({ ready });
  });
}

/** The OpenAPI document of the platform's own API; open to everybody, since it is the same for everybody. */
export function referenceRoutes(app: FastifyInstance, { info }: Pick<HealthParts, 'info'>): void {
  let document: ReturnType<typeof buildApiDocument> | undefined;
  app.get(httpPaths.reference, async () => {
    document ??= buildApiDocument(info());
    return document;
  });
}

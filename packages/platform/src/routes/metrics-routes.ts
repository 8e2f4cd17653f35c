import { httpPaths, rights } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import type { Authorize } from '../http/authorize.js';
import type { Counters } from '../kit/counters.js';

/** The parts that the metrics are read from. */
export interface MetricsRouteParts {
  readonly counters: Counters;
  readonly authorize: Authorize;
}

/** The counters of this process, for Prometheus. The key has to have the right to collect the telemetry of extensions. */
export function metricsRoutes(app: FastifyInstance, { counters, authorize }: MetricsRouteParts): void {
  app.get(httpPaths.metrics, async (request, reply) => {
    authorize(request, rights.telemetryCollect);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(counters.text());
  });
}

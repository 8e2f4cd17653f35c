import { readFile } from 'node:fs/promises';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { SymphonyError } from '@symphony-ts/contract';
import type { TlsFiles } from '@symphony-ts/nats-server';
import fastify, { type FastifyInstance } from 'fastify';
import { errorCode } from '../kit/error-code.js';
import { refuseRegistrations, requireBearer } from './bearer.js';
import { gatewayRoutes } from '../routes/gateway-routes.js';
import { usageApi } from '../usage/usage-api.js';
import type { HttpContext } from './http-context.js';
import { answerErrors } from './http-error.js';
import { exchangeRoutes } from '../routes/exchange-routes.js';
import { extensionRoutes } from '../routes/extension-routes.js';
import { healthRoutes } from '../routes/health-routes.js';
import { keyRoutes } from '../routes/key-routes.js';
import { peopleRoutes } from '../routes/people-routes.js';
import { signInRoutes } from '../routes/sign-in-routes.js';
import { serviceRoutes } from '../routes/service-routes.js';

/** Where HTTP is served. */
export interface HttpAddress {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /**
   * Whether a reverse proxy stands in front, whose `X-Forwarded-For` says who calls: without it, all callers share one rate
   * limit. Default false, since anybody could write that header.
   */
  readonly trustProxy?: boolean;
}

const settings = { logger: false, bodyLimit: 8 * 2 ** 20, forceCloseConnections: 'idle' } as const;
/** The API serves no page of its own: what a browser opens here must not run, load or be framed. */
const POLICY = { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } };

type Routes = (app: FastifyInstance, context: HttpContext) => void;
const open: readonly Routes[] = [healthRoutes, signInRoutes, exchangeRoutes];
/** What concerns the caller's own key, a registration token's too. */
const personal: readonly Routes[] = [keyRoutes, peopleRoutes];
const guarded: readonly Routes[] = [extensionRoutes, serviceRoutes, gatewayRoutes, usageApi];

/** How the HTTP side is served. */
export interface HttpSettings {
  readonly trustProxy?: boolean | undefined;
  readonly tls?: TlsFiles | undefined;
}

/** Builds the HTTP side; nothing listens yet. */
export async function createHttpServer(
  context: HttpContext,
  { trustProxy = false, tls }: HttpSettings = {},
): Promise<FastifyInstance> {
  const app = fastify({ ...settings, trustProxy, https: tls ? await readTls(tls) : null });
  answerErrors(app, context.logger);
  await app.register(helmet, { contentSecurityPolicy: POLICY, hsts: tls !== undefined });
  // Only the routes that say so: what a signed-in client may do in a minute is not for the platform to guess.
  await app.register(rateLimit, { global: false, timeWindow: '1 minute', errorResponseBuilder: tooMany });
  for (const routes of open) app.register(async (scope) => routes(scope, context));
  for (const routes of [...personal, ...guarded]) {
    app.register(async (scope) => {
      requireBearer(scope, context.keys);
      if (guarded.includes(routes)) refuseRegistrations(scope);
      routes(scope, context);
    });
  }
  return app;
}

async function readTls({ certFile, keyFile }: TlsFiles): Promise<{ cert: Buffer; key: Buffer }> {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  return { cert, key };
}

const tooMany = (_request: unknown, { ttl }: { readonly ttl: number }): SymphonyError =>
  new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: ttl });

/** Listens, and resolves to the port. Throws `PORT_IN_USE`. */
export async function listen(app: FastifyInstance, { host, port }: HttpAddress): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    if (errorCode(cause) !== 'EADDRINUSE') throw cause;
    throw new SymphonyError('PORT_IN_USE', { port, what: 'the HTTP server' }, { cause });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

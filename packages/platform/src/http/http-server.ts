import { readFile } from 'node:fs/promises';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { SymphonyError, type Logger } from '@symphony-ts/contract';
import type { TlsFiles } from '@symphony-ts/nats-server';
import fastify, { type FastifyInstance } from 'fastify';
import { errorCode } from '../kit/error-code.js';
import { answerErrors } from './http-error.js';

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

/** How the HTTP side is served. */
export interface HttpSettings {
  readonly logger: Logger;
  readonly trustProxy?: boolean | undefined;
  readonly tls?: TlsFiles | undefined;
}

/** Builds a server that has no route yet and does not listen yet. */
export async function createHttpServer({ logger, trustProxy = false, tls }: HttpSettings): Promise<FastifyInstance> {
  const app = fastify({ ...settings, trustProxy, https: tls ? await readTls(tls) : null });
  answerErrors(app, logger);
  await app.register(helmet, { contentSecurityPolicy: POLICY, hsts: tls !== undefined });
  // Only the routes that say so: what a signed-in client may do in a minute is not for the platform to guess.
  await app.register(rateLimit, { global: false, timeWindow: '1 minute', errorResponseBuilder: tooMany });
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

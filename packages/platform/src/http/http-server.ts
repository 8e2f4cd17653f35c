import { readFile } from 'node:fs/promises';
import { Server as TlsServer } from 'node:tls';
import rateLimit from '@fastify/rate-limit';
import { errorCode, type HttpPath, type Logger, type OptionNames, SymphonyError } from '@symphony-ts/contract';
import type { TlsFiles } from '@symphony-ts/nats-server';
import fastify, { type FastifyInstance } from 'fastify';
import { followFiles } from '../kit/follow-files.js';
import type { RefusalLog } from '../kit/refusal-log.js';
import { boundConnections, type ConnectionLimits } from './connection-bound.js';
import { type DepartureTimes, HttpDeparture } from './http-departure.js';
import { answerErrors } from './http-error.js';
import { refuseAsOurs, refuseWithBody } from './refuse-as-ours.js';
import { securityHeaders } from './security-headers.js';
import { isStorable, prepareReplies } from './send-reply.js';
import { type TrustedProxies, trustedProxies } from './trust-proxy.js';

/** Where HTTP is served. */
export interface HttpAddress {
  readonly host: string;
  /** Port to listen on. 0 uses a free port. */
  readonly port: number;
  /**
   * The reverse proxies in front of the platform: their number (`true` for one) or their addresses. The platform reads the address of
   * a caller from their `X-Forwarded-For`. Without this option, all callers behind a proxy share one rate limit. Default: none, because
   * any caller can write that header.
   */
  readonly trustProxy?: TrustedProxies;
  /** Most connections at the same time. Default: 10,000, and 2,000 from one address. */
  readonly connections?: Partial<ConnectionLimits>;
}

/** The names of {@link HttpAddress}. */
export const httpAddressNames = {
  host: true,
  port: true,
  trustProxy: true,
  connections: true,
} as const satisfies OptionNames<HttpAddress>;

const MB = 2 ** 20;
/** The limit of a route without a limit of its own. A name, a text or a token is far smaller. */
const BODY_LIMIT = 64 * 1024;
/** The limit of routes that take lists of subjects. Such a record has to fit into one message of NATS. */
export const GRANT_BODY_LIMIT = MB / 2;
/** The limit of requests to extensions. */
export const EXTENSION_BODY_LIMIT = 8 * MB;

/** A path, or a method and a path, as fastify writes the parameters: `/key/:id` for `/key/{id}`. */
export const routeUrl = (path: HttpPath | `${string} ${HttpPath}`): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const settings = {
  logger: false,
  bodyLimit: BODY_LIMIT,
  forceCloseConnections: 'idle',
  // Requests that still come while the server leaves are answered. `HttpDeparture` ends the connections.
  return503OnClosing: false,
} as const;
const connectionLimits: ConnectionLimits = { total: 10_000, perAddress: 2_000 };

/** Time limits for clients that Node leaves to us. All of them are far above what a slow network needs. */
const times = {
  headersTimeout: 10_000,
  /** For headers and body together. */
  requestTimeout: 60_000,
  /** The limit of an idle connection. It is longer than that of common balancers, so that they close first. */
  keepAliveTimeout: 72_000,
  connectionsCheckingInterval: 2_000,
  // We refuse such a request ourselves, with a body like all other refusals.
  requireHostHeader: false,
} as const;
const HANDSHAKE_MS = 10_000;

/** How the HTTP side is served. */
export interface HttpSettings {
  readonly logger: Logger;
  readonly refusals: RefusalLog;
  readonly trustProxy?: TrustedProxies | undefined;
  readonly connections?: Partial<ConnectionLimits> | undefined;
  readonly tls?: TlsFiles | undefined;
  readonly departure: DepartureTimes;
}

/** An HTTP server, and the way to take it out of service. */
export interface HttpServer {
  readonly app: FastifyInstance;
  readonly departure: HttpDeparture;
}

/** Builds a server that has no routes and does not listen yet. */
export async function createHttpServer(given: HttpSettings): Promise<HttpServer> {
  const { logger, tls, connections } = given;
  const headers = securityHeaders(tls !== undefined);
  const options = {
    ...settings,
    ...refuseAsOurs(headers),
    requestTimeout: times.requestTimeout,
    keepAliveTimeout: times.keepAliveTimeout,
    trustProxy: trustedProxies(given.trustProxy ?? false),
  };
  const https = tls ? { ...times, handshakeTimeout: HANDSHAKE_MS, ...(await readTls(tls)) } : null;
  const app: FastifyInstance = fastify({ ...options, ...(https ? { https } : { https, http: times }) });
  if (tls) followCertificate(app, tls, logger);
  const held = boundConnections(app.server, { ...connectionLimits, ...connections });
  const departure = HttpDeparture.attach(app, { held, times: given.departure, logger });
  prepareReplies(app, headers, departure);
  refuseWithBody(app, headers);
  app.addHook('onSend', (_request, reply, _payload, done) => {
    for (const name in headers) if (!reply.hasHeader(name)) void reply.header(name, headers[name]);
    if (!isStorable((name) => reply.hasHeader(name))) void reply.header('cache-control', 'no-store');
    done();
  });
  answerErrors(app, logger, given.refusals);
  // Only for routes that ask for it: the platform cannot guess how much a signed-in client may do in a minute.
  await app.register(rateLimit, { global: false, timeWindow: '1 minute', errorResponseBuilder: tooMany });
  return { app, departure };
}

async function readTls({ certFile, keyFile }: TlsFiles): Promise<{ cert: Buffer; key: Buffer }> {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  return { cert, key };
}

/** New connections get the certificate that the files have now. */
function followCertificate(app: FastifyInstance, tls: TlsFiles, logger: Logger): void {
  const renew = async (): Promise<void> => {
    try {
      const files = await readTls(tls);
      if (app.server instanceof TlsServer) app.server.setSecureContext(files);
      logger.info('the certificate of the HTTP server was read again', { certFile: tls.certFile });
    } catch (error) {
      // One file may be written before the other: the second change is tried, too.
      logger.warn('the HTTP server keeps its certificate, the new one cannot be used', { err: error, ...tls });
    }
  };
  const unfollow = followFiles([tls.certFile, tls.keyFile], () => void renew());
  app.addHook('onClose', (_instance, done) => {
    unfollow();
    done();
  });
}

const tooMany = (_request: unknown, { ttl }: { readonly ttl: number }): SymphonyError =>
  new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: ttl });

/** Listens, and resolves to the port. Throws `PORT_IN_USE`. */
export async function listen(app: FastifyInstance, { host, port }: HttpAddress): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new SymphonyError('PORT_IN_USE', { port, what: 'the HTTP server' }, { cause: error });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

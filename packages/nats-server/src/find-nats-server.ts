import {
  type Attempt,
  checkBinary,
  type FoundServer,
  type ServerRange,
  findNatsServer as search,
} from '../obtain/find-nats-server.mjs';
import { obtainNatsServer as obtain } from '../obtain/obtain-nats-server.mjs';
import { NatsServerError } from './nats-server-error.js';

/** Options of `findNatsServer`. */
export interface FindNatsServerOptions {
  /** A binary to use and no other. Default `NATS_SERVER_BIN`, else the first supported one found. */
  readonly binary?: string;
  /** Where `NATS_SERVER_BIN`, `PATH` and the cache folder are read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The server to run, from what is on this machine. A binary that was named, by option or by `NATS_SERVER_BIN`, is used
 * or refused, never silently replaced by another.
 *
 * @throws `NATS_SERVER_NOT_FOUND`, `NATS_SERVER_TOO_OLD`, with every place that was tried
 */
export async function findNatsServer(options: FindNatsServerOptions = {}): Promise<FoundServer> {
  const { binary, env = process.env } = options;
  const named = binary ?? env['NATS_SERVER_BIN'];
  if (!named) return orThrow(await search({ env }));
  const source = binary === undefined ? 'NATS_SERVER_BIN' : 'the option "binary"';
  const result = await checkBinary({ path: named, source, range: 'any' });
  return orThrow('server' in result ? { server: result.server, attempts: [] } : { attempts: [result.attempt] });
}

/**
 * A server of one end of the supported range, downloaded into the user's cache where the machine has none: the
 * official release, else the package manager's.
 *
 * @throws what `findNatsServer` throws
 */
export async function obtainNatsServer(
  range: ServerRange = 'any',
  { env = process.env }: Pick<FindNatsServerOptions, 'env'> = {},
): Promise<FoundServer> {
  return orThrow(await obtain({ range, env }));
}

function orThrow({ server, attempts }: { server?: FoundServer; attempts: readonly Attempt[] }): FoundServer {
  if (server) return server;
  const tried = attempts.map(({ source, reason }) => `${source}: ${reason}`).join(', ');
  if (attempts.some(({ tooOld }) => tooOld)) throw new NatsServerError('NATS_SERVER_TOO_OLD', tried);
  const what = tried === '' ? 'no nats-server in NATS_SERVER_BIN, PATH or the cache' : `no nats-server (${tried})`;
  throw new NatsServerError('NATS_SERVER_NOT_FOUND', what);
}

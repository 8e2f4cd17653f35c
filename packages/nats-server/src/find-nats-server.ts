import {
  type Attempt,
  checkBinary,
  type FoundServer,
  type ServerRange,
  findNatsServer as search,
} from '../obtain/find-nats-server.mjs';
import { obtainNatsServer as obtain } from '../obtain/obtain-nats-server.mjs';
import { NatsServerError } from './nats-server-error.js';
import { assertKnownOptions, type NamesOf } from './option-names.js';

/** Options of `findNatsServer`. */
export interface FindNatsServerOptions {
  /** The only binary to use. Default: `NATS_SERVER_BIN`, otherwise the first supported binary found. */
  readonly binary?: string;
  /** The environment that `NATS_SERVER_BIN`, `PATH` and the cache folder are read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const findOptionNames = { binary: true, env: true } as const satisfies NamesOf<FindNatsServerOptions>;

/**
 * Finds a server binary on this machine. If you name a binary by the option or by `NATS_SERVER_BIN`, no other binary is used.
 *
 * @throws `INVALID_CONFIG` when an option does not exist
 * @throws `NATS_SERVER_NOT_FOUND` when there is no binary; the error lists the places it looked in
 * @throws `NATS_SERVER_TOO_OLD` when the only binaries are too old
 */
export async function findNatsServer(options: FindNatsServerOptions = {}): Promise<FoundServer> {
  assertKnownOptions('findNatsServer', options, findOptionNames);
  const { binary, env = process.env } = options;
  const named = binary ?? env['NATS_SERVER_BIN'];
  if (!named) return orThrow(await search({ env }));
  const source = binary === undefined ? 'NATS_SERVER_BIN' : 'the option "binary"';
  const result = await checkBinary({ path: named, source, range: 'any' });
  return orThrow('server' in result ? { server: result.server, attempts: [] } : { attempts: [result.attempt] });
}

/**
 * Finds a server at the oldest or newest end of the supported range. If the machine has none, it is downloaded into the user's
 * cache: the official release, otherwise the one of the package manager.
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

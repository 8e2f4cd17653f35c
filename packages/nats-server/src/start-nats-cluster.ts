import { join } from 'node:path';
import { findFreePorts } from './free-ports.js';
import { waitForMetaLeader } from './meta-leader.js';
import type { NatsServer } from './nats-server.js';
import { isNatsServerError, NatsServerError } from './nats-server-error.js';
import { assertKnownOptions, type NamesOf, sharedOptionNames } from './option-names.js';
import type { NatsServerOptions } from './server-options.js';
import { startNatsServer } from './start-nats-server.js';

/** An election of nats-server 2.9 took 33 s. */
const READY_TIMEOUT_MS = 60_000;

/** How often to look for other cluster ports when one was taken before its server could listen. */
const PORT_ATTEMPTS = 5;

/** Options of a cluster, like those of one server. Each server gets a subfolder in the folders of JetStream and the resolver. */
export interface NatsClusterOptions
  extends Omit<NatsServerOptions, 'port' | 'serverName' | 'cluster' | 'websocket' | 'monitoring'> {
  /** Number of servers. A cluster of 3 survives the loss of one server. Default 3. */
  readonly size?: number;
  /** Name of the cluster. Its servers are called `<name>-1`, `<name>-2`, … Default `symphony`. */
  readonly name?: string;
  /** Milliseconds for each step, including the election of a meta leader. Default 60,000. */
  readonly readyTimeoutMs?: number;
}

/** The names of {@link NatsClusterOptions}. */
const clusterOptionNames = {
  ...sharedOptionNames,
  size: true,
  name: true,
} as const satisfies NamesOf<NatsClusterOptions>;

/** Several servers that form one JetStream cluster. */
export interface NatsCluster extends AsyncDisposable {
  /** The servers, in the order of their start. */
  readonly servers: readonly NatsServer[];
  /** Address of the first server, for clients. */
  readonly url: string;
  /** Addresses of all servers, for the option `servers` of a client. */
  readonly clientUrls: readonly string[];
  /** Version of the servers, such as `2.15.1`. */
  readonly version: string;
  /** Resolves to the name of the meta leader, when all running servers agree on it. */
  metaLeader(): Promise<string>;
  /** The log lines of all servers, one server after the other. */
  logs(): readonly string[];
  /** Ends one server in good order. Its data stays. */
  stopNode(index: number): Promise<void>;
  /** Starts one server again and waits until it is part of the cluster. */
  restartNode(index: number): Promise<void>;
  /** Ends all servers at once, like a power failure. All data stays for `restart()`. */
  kill(): Promise<void>;
  /** Starts all servers again, and waits for a meta leader. The leader of a stream may be elected later. */
  restart(): Promise<void>;
  /** Ends all servers, and removes all temporary files. They cannot be started again. */
  stop(): Promise<void>;
}

/**
 * Starts a JetStream cluster on this machine. Resolves when the cluster has a meta leader and each server knows it.
 *
 * @throws `INVALID_CONFIG` when an option does not exist, JetStream is off, or the size is below 2
 * @throws what `startNatsServer` throws
 */
export async function startNatsCluster(options: NatsClusterOptions = {}): Promise<NatsCluster> {
  assertKnownOptions('startNatsCluster', options, clusterOptionNames);
  const { size = 3, name = 'symphony', readyTimeoutMs = READY_TIMEOUT_MS, signal } = options;
  if (size < 2) throw new NatsServerError('INVALID_CONFIG', `a cluster needs at least 2 servers, not ${size}`);
  if (options.jetstream === false) throw new NatsServerError('INVALID_CONFIG', 'a cluster needs JetStream');
  const servers = await startServers({ ...options, size, name, readyTimeoutMs });
  const cluster = new RunningCluster(servers, readyTimeoutMs);
  try {
    await waitForMetaLeader(servers, { size, timeoutMs: readyTimeoutMs, signal });
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

type ResolvedOptions = NatsClusterOptions & Required<Pick<NatsClusterOptions, 'size' | 'name' | 'readyTimeoutMs'>>;

async function startServers(options: ResolvedOptions): Promise<readonly NatsServer[]> {
  for (let attempt = 1; ; attempt++) {
    const ports = await findFreePorts(options.host ?? '127.0.0.1', options.size);
    try {
      return await startAll(ports.map((_, index) => buildNodeOptions(options, ports, index)));
    } catch (error) {
      if (attempt === PORT_ATTEMPTS || !isNatsServerError(error, 'PORT_IN_USE')) throw error;
    }
  }
}

/** Starts all servers, or none. */
async function startAll(nodes: readonly NatsServerOptions[]): Promise<readonly NatsServer[]> {
  const results = await Promise.allSettled(nodes.map((node) => startNatsServer(node)));
  const servers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return servers;
  await Promise.all(servers.map((server) => server.stop()));
  throw failure.reason;
}

/** One server's options: all routes are known from the start, so that a lone survivor finds back to any peer. */
function buildNodeOptions(options: ResolvedOptions, ports: readonly number[], index: number): NatsServerOptions {
  const { size: _, name, jetstream, operator, ...shared } = options;
  const host = shared.host ?? '127.0.0.1';
  const serverName = `${name}-${index + 1}`;
  const port = ports[index] ?? 0;
  const routes = ports.filter((other) => other !== port).map((other) => `nats://${host}:${other}`);
  return {
    ...shared,
    serverName,
    monitoring: {},
    cluster: { name, port, routes },
    jetstream:
      typeof jetstream === 'object' && jetstream.storeDir !== undefined
        ? { ...jetstream, storeDir: join(jetstream.storeDir, serverName) }
        : (jetstream ?? true),
    ...(operator && { operator: withResolverFolder(operator, serverName) }),
  };
}

function withResolverFolder(operator: NonNullable<NatsServerOptions['operator']>, serverName: string) {
  const { resolver } = operator;
  if (resolver.dir === undefined) return operator;
  return { ...operator, resolver: { ...resolver, dir: join(resolver.dir, serverName) } };
}

class RunningCluster implements NatsCluster {
  readonly servers: readonly NatsServer[];
  readonly #readyTimeoutMs: number;

  constructor(servers: readonly NatsServer[], readyTimeoutMs: number) {
    this.servers = servers;
    this.#readyTimeoutMs = readyTimeoutMs;
  }

  get url(): string {
    return this.#node(0).url;
  }

  get clientUrls(): readonly string[] {
    return this.servers.map(({ url }) => url);
  }

  get version(): string {
    return this.#node(0).version;
  }

  metaLeader(): Promise<string> {
    const wait = { size: this.servers.length, timeoutMs: this.#readyTimeoutMs, signal: undefined };
    return waitForMetaLeader(this.servers, wait);
  }

  logs(): readonly string[] {
    return this.servers.flatMap((server) => server.logs());
  }

  async stopNode(index: number): Promise<void> {
    await this.#node(index).halt();
  }

  async restartNode(index: number): Promise<void> {
    await this.#node(index).restart();
    await this.metaLeader();
  }

  async kill(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
  }

  async restart(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.restart()));
    await this.metaLeader();
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #node(index: number): NatsServer {
    const server = this.servers[index];
    if (server) return server;
    throw new NatsServerError(
      'INVALID_CONFIG',
      `the cluster has no server ${index}, only 0 to ${this.servers.length - 1}`,
    );
  }
}

import { join } from 'node:path';
import { type ConfigObject, type ConfigValue, formatConfig } from './config-format.js';
import type { NatsServerOptions, OperatorOptions, TlsFiles, WebSocketOptions } from './server-options.js';

/** Makes the server choose a free port itself. So no other process can take the port in between. */
const FREE_PORT = -1;

/** The ports that are settled; the server picks those that are `undefined`. */
export interface FixedPorts {
  readonly client: number | undefined;
  readonly websocket: number | undefined;
  readonly monitoring: number | undefined;
  readonly cluster: number | undefined;
}

/** The folders a server's files go to. */
export interface ServerFolders {
  readonly ports: string;
  readonly store: string;
  readonly resolver: string;
}

/** The folders of a server that keeps its run-time files in `runFolder`. */
export function resolveFolders(options: NatsServerOptions, runFolder: string): ServerFolders {
  const { jetstream, operator } = options;
  const storeDir = typeof jetstream === 'object' ? jetstream.storeDir : undefined;
  return {
    ports: join(runFolder, 'ports'),
    store: storeDir ?? join(runFolder, 'store'),
    resolver: operator?.resolver.dir ?? join(runFolder, 'resolver'),
  };
}

/** The ports a caller asked for; `0` means a free one, as elsewhere in Node. */
export function readRequestedPorts(options: NatsServerOptions): FixedPorts {
  return {
    client: options.port || undefined,
    websocket: options.websocket?.port || undefined,
    monitoring: options.monitoring?.port || undefined,
    cluster: options.cluster?.port || undefined,
  };
}

/** The text of the configuration file. */
export function buildServerConfig(
  options: NatsServerOptions,
  {
    version,
    folders,
    ports,
  }: { readonly version: string; readonly folders: ServerFolders; readonly ports: FixedPorts },
): string {
  const { config } = options;
  const own = { ...buildConfigObject(options, folders, ports), jetstream: buildJetStream(options, folders, version) };
  if (typeof config === 'string') return `${formatConfig(own)}${config}\n`;
  return formatConfig(config === undefined ? own : mergeConfig(own, config));
}

function buildConfigObject(options: NatsServerOptions, folders: ServerFolders, ports: FixedPorts): ConfigObject {
  const { host = '127.0.0.1', limits, cluster, operator, websocket } = options;
  return {
    host,
    port: ports.client ?? FREE_PORT,
    server_name: options.serverName,
    ports_file_dir: folders.ports,
    http: options.monitoring && `${host}:${ports.monitoring ?? FREE_PORT}`,
    max_payload: limits?.maxPayloadBytes,
    max_control_line: limits?.maxControlLineBytes,
    max_connections: limits?.maxConnections,
    max_subscriptions: limits?.maxSubscriptions,
    max_pending: limits?.maxPendingBytes,
    authorization: limits?.authTimeoutMs === undefined ? undefined : { timeout: limits.authTimeoutMs / 1_000 },
    tls: options.tls && buildTls(options.tls),
    websocket: websocket && buildWebSocket(websocket, host, ports.websocket),
    cluster: cluster && {
      name: cluster.name,
      listen: `${host}:${ports.cluster ?? FREE_PORT}`,
      routes: cluster.routes ?? [],
    },
    ...(operator && buildOperator(operator, folders)),
  };
}

function buildJetStream(
  { jetstream = true }: NatsServerOptions,
  folders: ServerFolders,
  version: string,
): ConfigObject | undefined {
  if (jetstream === false) return undefined;
  const { domain, maxMemoryBytes, maxFileBytes, flush } = jetstream === true ? {} : jetstream;
  const sync = flush === 'always' && knowsSyncInterval(version) ? 'always' : undefined;
  return { store_dir: folders.store, domain, max_mem: maxMemoryBytes, max_file: maxFileBytes, sync_interval: sync };
}

/** From 2.10 on; an older server refuses a configuration with a word it does not know. */
function knowsSyncInterval(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 10);
}

function buildWebSocket(websocket: WebSocketOptions, host: string, port: number | undefined): ConfigObject {
  return {
    host: websocket.host ?? host,
    port: port ?? FREE_PORT,
    allowed_origins: websocket.allowedOrigins,
    ...(websocket.tls ? { tls: buildTls(websocket.tls) } : { no_tls: true }),
  };
}

function buildOperator(operator: OperatorOptions, folders: ServerFolders): ConfigObject {
  return {
    operator: operator.jwt,
    system_account: operator.systemAccount,
    resolver: { type: 'full', dir: folders.resolver, allow_delete: operator.resolver.allowDelete ?? false },
    resolver_preload: operator.resolver.preload,
  };
}

function buildTls(tls: TlsFiles): ConfigObject {
  return { cert_file: tls.certFile, key_file: tls.keyFile, ca_file: tls.caFile, verify: tls.verify };
}

/** Blocks are merged key by key. Any other value of `over` replaces the one of `base`. */
function mergeConfig(base: ConfigObject, over: ConfigObject): ConfigObject {
  const merged = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isBlock(below) && isBlock(value) ? mergeConfig(below, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(merged) };
}

function isBlock(value: ConfigValue | undefined): value is ConfigObject {
  return typeof value === 'object' && !Array.isArray(value);
}

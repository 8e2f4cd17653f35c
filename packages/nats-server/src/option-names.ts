import { NatsServerError } from './nats-server-error.js';
import type {
  ClusterOptions,
  JetStreamOptions,
  NatsServerOptions,
  OperatorOptions,
  ServerLimits,
  TlsFiles,
  WebSocketOptions,
} from './server-options.js';

/** Names of options. An option that has options of its own has their names instead of `true`. */
export interface OptionNames {
  readonly [name: string]: true | OptionNames;
}

/** The names of all options of `T`, so that the compiler tells which of them a table lacks. */
export type NamesOf<T> = { readonly [K in keyof T]-?: true | OptionNames };

const tls = { certFile: true, keyFile: true, caFile: true, verify: true } as const satisfies NamesOf<TlsFiles>;

const jetstream = {
  storeDir: true,
  domain: true,
  maxMemoryBytes: true,
  maxFileBytes: true,
  flush: true,
} as const satisfies NamesOf<JetStreamOptions>;

const resolver = {
  type: true,
  dir: true,
  allowDelete: true,
  preload: true,
} as const satisfies NamesOf<OperatorOptions['resolver']>;

const limits = {
  maxPayloadBytes: true,
  maxControlLineBytes: true,
  maxConnections: true,
  maxSubscriptions: true,
  maxPendingBytes: true,
  authTimeoutMs: true,
} as const satisfies NamesOf<ServerLimits>;

/** The options that one server and a cluster share. */
export const sharedOptionNames = {
  host: true,
  jetstream,
  operator: { jwt: true, systemAccount: true, resolver } as const satisfies NamesOf<OperatorOptions>,
  tls,
  limits,
  config: true,
  binary: true,
  readyTimeoutMs: true,
  stopTimeoutMs: true,
  onLog: true,
  signal: true,
  env: true,
} as const;

/** The options of one server. */
export const serverOptionNames = {
  ...sharedOptionNames,
  port: true,
  serverName: true,
  websocket: { host: true, port: true, tls, allowedOrigins: true } as const satisfies NamesOf<WebSocketOptions>,
  monitoring: { port: true },
  cluster: { name: true, port: true, routes: true } as const satisfies NamesOf<ClusterOptions>,
} as const satisfies NamesOf<NatsServerOptions>;

/**
 * Refuses options that nobody reads. The compiler does not see them in JavaScript, in a spread or after a cast, and a misspelt
 * limit would limit nothing. An option with the value `undefined` counts as omitted. This package has no dependencies, so it
 * does not use the function of the same name in `contract`.
 *
 * @throws `INVALID_CONFIG` when `options` is not an object, or has a name, at any depth, that `names` does not have
 */
export function assertKnownOptions(caller: string, options: object, names: OptionNames): void {
  const isObject = typeof options === 'object';
  const unknown = isObject ? findUnknown(options, names, '') : [`the options are a ${typeof options}: give an object`];
  if (unknown.length > 0) throw new NatsServerError('INVALID_CONFIG', `${caller}: ${unknown.join('; ')}`);
}

function findUnknown(options: object, names: OptionNames, place: string): readonly string[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    const known = Object.hasOwn(names, name) ? names[name] : undefined;
    if (known === undefined) return [`there is no option '${place}${name}': ${suggest(name, Object.keys(names))}`];
    if (known === true || value === null || typeof value === 'boolean') return [];
    if (typeof value !== 'object') return [`'${place}${name}' is a ${typeof value}: give an object`];
    return findUnknown(value, known, `${place}${name}.`);
  });
}

function suggest(name: string, known: readonly string[]): string {
  const [nearest] = known
    .map((option) => ({ option, edits: countEdits(name.toLowerCase(), option.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const meant =
    nearest && nearest.edits <= Math.max(1, Math.floor(name.length / 3))
      ? nearest.option
      : known.find((option) => option.startsWith(name));
  return meant === undefined ? `it takes ${known.join(', ')}` : `did you mean '${meant}'?`;
}

/** How many letters must be changed, added or removed to turn one word into the other (Levenshtein). */
function countEdits(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 0; row < from.length; row += 1) {
    const current = [row + 1];
    for (let column = 0; column < to.length; column += 1) {
      const changed = (above[column] ?? 0) + (from[row] === to[column] ? 0 : 1);
      current.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}

import {
  assertKnownOptions,
  type Capability,
  InvalidConfigurationError,
  isPrefix,
  type Logger,
  type OptionNames,
  silentLogger,
} from '@symphony-ts/contract';
import type { CredentialStore } from '../identity/credential-store.js';
import type { Environment } from '../identity/environment.js';
import type { StandaloneOptions } from '../standalone/standalone-options.js';

/** How to reach a platform or a NATS server, and as whom. Every option has a default: see each. */
export interface ConnectOptions {
  /** An API key's token. Without one it is looked for: see `findToken`. */
  readonly token?: string;
  /** Overrides the address in the token and `SYMPHONY_ADDRESS`. It has the same forms as `SYMPHONY_ADDRESS`. */
  readonly address?: string;
  /** Connects to a plain NATS server instead of a platform. */
  readonly nats?: StandaloneOptions;
  /** The extension that connects; absent for a plain client. */
  readonly prefix?: string;
  /** Name in the server's list of connections. Default: the prefix, or `symphony-client`. */
  readonly name?: string;
  /** The capabilities of the key that a registration token is exchanged for. */
  readonly capabilities?: readonly Capability[];
  /** Where tokens are stored. Default: the system's keyring if it works, otherwise files in `~/.config/cirata`. */
  readonly credentialStore?: CredentialStore;
  /** Logs reconnects, renewals and refusals. Default: a logger that writes nothing. */
  readonly logger?: Logger;
  /** Default `process.env`. */
  readonly env?: Environment;
  /** Stops trying to connect. It has no effect on an open connection. */
  readonly signal?: AbortSignal;
  /** Keeps trying if the first attempt reaches nothing. Otherwise the first failure is a `ConnectionError`. Default `false`. */
  readonly waitOnFirstConnect?: boolean;
  /** Milliseconds for one attempt at the exchange, at a NATS server, or at a key for a registration token. Default 10,000. */
  readonly connectTimeoutMs?: number;
}

/** The names of {@link ConnectOptions}. */
const connectOptionNames = {
  token: true,
  address: true,
  nats: true,
  prefix: true,
  name: true,
  capabilities: true,
  credentialStore: true,
  logger: true,
  env: true,
  signal: true,
  waitOnFirstConnect: true,
  connectTimeoutMs: true,
} as const satisfies OptionNames<ConnectOptions>;

export interface ResolvedConnectOptions {
  readonly token: string | undefined;
  readonly address: string | undefined;
  readonly nats: StandaloneOptions | undefined;
  readonly prefix: string | undefined;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  readonly credentialStore: CredentialStore | undefined;
  readonly logger: Logger;
  readonly env: Environment;
  readonly signal: AbortSignal | undefined;
  readonly waitOnFirstConnect: boolean;
  readonly connectTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Checks the options and adds the defaults.
 *
 * @throws `INVALID_CONFIGURATION` when an option is not valid
 */
export function resolveConnectOptions(options: ConnectOptions): ResolvedConnectOptions {
  assertKnownOptions('connect', options, connectOptionNames);
  const { prefix, nats, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const refuse = (setting: string, reason: string): never => {
    throw new InvalidConfigurationError({ setting, reason });
  };
  if (prefix !== undefined && !isPrefix(prefix)) {
    return refuse('prefix', 'must be lower case, begin with a letter and have at most 48 characters');
  }
  if (!(connectTimeoutMs > 0)) return refuse('connectTimeoutMs', 'must be above 0');
  return {
    token: options.token,
    address: options.address,
    nats,
    prefix,
    name: options.name ?? prefix ?? 'symphony-client',
    capabilities: options.capabilities ?? [],
    credentialStore: options.credentialStore,
    logger: options.logger ?? silentLogger,
    env: options.env ?? process.env,
    signal: options.signal,
    waitOnFirstConnect: options.waitOnFirstConnect ?? false,
    connectTimeoutMs,
  };
}

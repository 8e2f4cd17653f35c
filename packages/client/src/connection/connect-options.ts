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

/** Address, identity and timeouts of a connection to a platform or a NATS server. You can omit all of them. */
export interface ConnectOptions {
  /** Token of an API key. Default: the stored token, or the one in the environment; see `findToken`. */
  readonly token?: string;
  /** Address of the platform. It overrides the address in the token and `SYMPHONY_ADDRESS`, and has the same forms. */
  readonly address?: string;
  /** Connects to a plain NATS server instead of a platform. */
  readonly nats?: StandaloneOptions;
  /** Prefix of the extension that connects. Omit it for a plain client. */
  readonly prefix?: string;
  /** Name of the connection in the list of the server. Default: the prefix, or `symphony-client`. */
  readonly name?: string;
  /** Capabilities to ask for when a registration token is exchanged for a key. */
  readonly capabilities?: readonly Capability[];
  /** Stores tokens. Default: the keyring of the system if it works, otherwise files in `~/.config/cirata`. */
  readonly credentialStore?: CredentialStore;
  /** Receives log lines about reconnects, renewals and refusals. Default: a logger that writes nothing. */
  readonly logger?: Logger;
  /** The environment that tokens and addresses are read from. Default `process.env`. */
  readonly env?: Environment;
  /** Stops the attempts to connect. It has no effect on an open connection. */
  readonly signal?: AbortSignal;
  /** `true`: keeps trying if the first attempt fails. `false`: rejects with `CONNECTION_FAILED` then. Default `false`. */
  readonly waitOnFirstConnect?: boolean;
  /** Milliseconds for one attempt: to exchange a token, to reach a NATS server, or to get a key. Default 10,000. */
  readonly connectTimeoutMs?: number;
}

/** The names of {@link ConnectOptions}. */
export const connectOptionNames = {
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

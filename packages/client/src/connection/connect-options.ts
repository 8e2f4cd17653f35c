import { type Capability, InvalidConfigurationError, isPrefix, type Logger, silentLogger } from '@symphony-ts/contract';
import type { CredentialStore } from '../identity/credential-store.js';
import type { Environment } from '../identity/environment.js';
import type { StandaloneOptions } from '../standalone/standalone-options.js';

/** How to reach a platform or a NATS server, and as whom. Every option has a default: see each. */
export interface ConnectOptions {
  /** An API key's token. Without one it is looked for: see `findToken`. */
  readonly token?: string;
  /** Overrides the address in the token, in the forms of `SYMPHONY_ADDRESS`, over which it wins. */
  readonly address?: string;
  /** Connects to a plain NATS server instead of a platform. */
  readonly nats?: StandaloneOptions;
  /** The extension that connects; absent for a plain client. */
  readonly prefix?: string;
  /** Shown in NATS's list of connections; default the prefix, or `symphony-client`. */
  readonly name?: string;
  /** What a key minted for a registration token asks for. */
  readonly capabilities?: readonly Capability[];
  /** Where tokens are kept; default the system's keyring where it works, else files in `~/.config/cirata`. */
  readonly credentialStore?: CredentialStore;
  /** Hears of reconnects, renewals and refusals. Default: silent. */
  readonly logger?: Logger;
  /** Default `process.env`. */
  readonly env?: Environment;
  /** Gives up connecting; without effect once connected. */
  readonly signal?: AbortSignal;
  /** Goes on trying where nothing can be reached at first, instead of a `ConnectionError` at once. Default false. */
  readonly waitOnFirstConnect?: boolean;
  /** How long one attempt at the exchange, at a NATS server, and at a key for a registration token may take; default 10 000. */
  readonly connectTimeoutMs?: number;
}

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

/** Completes and checks the options; throws `InvalidConfigurationError`. */
export function resolveConnectOptions(options: ConnectOptions): ResolvedConnectOptions {
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

import type { StandaloneOptions } from '@symphony-ts/client';
import { type Logger, type OptionNames, withoutUndefined } from '@symphony-ts/contract';
import type { ObservabilityOptions } from '@symphony-ts/observability';

/** Options of `createApplication`. You can omit all of them. */
export interface ApplicationOptions {
  /** Token of the only extension, or tokens by prefix. Default: the stored token, or the one in the environment. */
  readonly token?: string | Readonly<Record<string, string>>;
  /** Address of the platform. It overrides the address in the token, as `SYMPHONY_ADDRESS` does. */
  readonly address?: string;
  /** Connects to a plain NATS server instead of a platform. */
  readonly nats?: StandaloneOptions;
  /** Receives the log lines. Default: a logger that writes JSON to stdout. */
  readonly logger?: Logger;
  /** Milliseconds that `stop()` waits for handlers. Then their callers get 504. Default 25,000. */
  readonly drainTimeoutMs?: number;
  /** Whether `SIGINT` and `SIGTERM` stop the application. Default `true`. */
  readonly signals?: boolean;
  /**
   * Whether the extension finishes its work before an uncaught exception or rejection ends the process. It then logs the error,
   * answers the requests in progress, releases shared work and writes the status, within five seconds. Default: the value of
   * `signals`.
   */
  readonly crashDrain?: boolean;
  /** Milliseconds between two heartbeats of an instance. Default 30,000. */
  readonly heartbeatMs?: number;
  /**
   * Milliseconds after the last heartbeat until the partitioner treats an instance as gone. Make it at least twice the heartbeat,
   * and use the same value in all instances of an extension. Default 60,000.
   */
  readonly livenessMs?: number;
  /**
   * What happens at the start if another process runs with the same API key. Both processes have the same instance id, so only
   * one of them gets work from the partitioner. `warn` logs a warning in both. `refuse` makes the start fail with
   * `KEY_IN_USE`. Default `warn`.
   */
  readonly sharedKey?: 'warn' | 'refuse';
  /**
   * Records traces, metrics and logs. The endpoints `metrics`, `logs` and `traces` show them. `true` records within the default
   * bounds. Default: the option of each extension, otherwise `false`.
   */
  readonly observability?: boolean | ObservabilityOptions;
  /** The environment that tokens and addresses are read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The names of {@link ApplicationOptions}. */
export const applicationOptionNames = {
  token: true,
  address: true,
  nats: true,
  logger: true,
  drainTimeoutMs: true,
  signals: true,
  crashDrain: true,
  heartbeatMs: true,
  livenessMs: true,
  sharedKey: true,
  observability: true,
  env: true,
} as const satisfies OptionNames<ApplicationOptions>;

/** Complete settings of one extension. */
export interface RuntimeSettings {
  readonly token?: string;
  readonly address?: string;
  readonly nats?: StandaloneOptions;
  readonly logger: Logger;
  readonly drainTimeoutMs: number;
  readonly heartbeatMs?: number;
  readonly livenessMs?: number;
  readonly sharedKey?: 'warn' | 'refuse';
  readonly observability?: boolean | ObservabilityOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const DRAIN_TIMEOUT_MS = 25_000;

/** The settings that the options give for the extension `prefix`. */
export function settingsFor(prefix: string, options: ApplicationOptions, logger: Logger): RuntimeSettings {
  const {
    token,
    address,
    nats,
    drainTimeoutMs = DRAIN_TIMEOUT_MS,
    heartbeatMs,
    livenessMs,
    sharedKey,
    observability,
    env = process.env,
  } = options;
  return withoutUndefined({
    logger,
    drainTimeoutMs,
    env,
    token: typeof token === 'string' ? token : token?.[prefix],
    address,
    nats,
    heartbeatMs,
    livenessMs,
    sharedKey,
    observability,
  });
}

import type { StandaloneOptions } from '@symphony-ts/client';
import { type Logger, type OptionNames, withoutUndefined } from '@symphony-ts/contract';
import type { ObservabilityOptions } from '@symphony-ts/observability';

/** Options of `createApplication`. All of them may be omitted. */
export interface ApplicationOptions {
  /** The token of the one extension, or tokens by prefix. Found by itself where absent. */
  readonly token?: string | Readonly<Record<string, string>>;
  /** Overrides the address in the token, as `SYMPHONY_ADDRESS` does. */
  readonly address?: string;
  /** A plain NATS server instead of a platform. */
  readonly nats?: StandaloneOptions;
  /** Where log lines go; a JSON logger on stdout where absent. */
  readonly logger?: Logger;
  /** How long `stop()` waits for handlers before their callers are answered 504. Default 25 s. */
  readonly drainTimeoutMs?: number;
  /** Whether `SIGINT` and `SIGTERM` stop the application. Default `true`. */
  readonly signals?: boolean;
  /**
   * Whether the extension finishes its work before an uncaught exception or rejection ends the process. It then logs the error, answers
   * the requests in progress, releases shared work and writes the status, within five seconds. Default: the value of `signals`.
   */
  readonly crashDrain?: boolean;
  /** How often each instance says that it lives. Default 30 s. */
  readonly heartbeatMs?: number;
  /**
   * How long the partitioner counts an instance that has fallen silent. Make it at least twice the heartbeat, and the same in all
   * instances of an extension. Default 60 s.
   */
  readonly livenessMs?: number;
  /**
   * What a start does if another process runs with the same API key. Both are one instance, and one of them alone gets work
   * from the partitioner. `warn`, the default, logs that on both sides; `refuse` fails with `KEY_IN_USE`.
   */
  readonly sharedKey?: 'warn' | 'refuse';
  /**
   * Records traces, metrics and logs, and shows them at the endpoints `metrics`, `logs` and `traces`. `true` stands for the
   * default bounds. Default: the option of each extension, otherwise `false`.
   */
  readonly observability?: boolean | ObservabilityOptions;
  /** The environment tokens and addresses are looked up in. Default: that of the process. */
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

/** What the options say for the extension `prefix`. */
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

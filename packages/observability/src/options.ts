import { assertKnownOptions, InvalidConfigurationError, type OptionNames } from '@symphony-ts/contract';
import type { LogSeverity } from './logs/encode-logs.js';
import type { Attributes } from './otlp/any-value.js';

/** Limits of the telemetry that an instance keeps until a collector asks for it. */
export interface ObservabilityOptions {
  /** Most spans that wait for a collector. Above it, the oldest are dropped and counted. Default 2,048. */
  readonly maxSpans?: number;
  /** Most log lines that wait for a collector. Above it, the oldest are dropped and counted. Default 2,048. */
  readonly maxLogs?: number;
  /** Most combinations of attributes of one counter or histogram. More are counted together. Default 2,000. */
  readonly maxSeries?: number;
  /** Lowest severity of the log lines to keep. The level of the log itself does not matter. Default `info`. */
  readonly logLevel?: LogSeverity;
  /** Attributes of the resource, such as `deployment.environment.name`. */
  readonly attributes?: Attributes;
}

/** The names of {@link ObservabilityOptions}. */
const observabilityOptionNames = {
  maxSpans: true,
  maxLogs: true,
  maxSeries: true,
  logLevel: true,
  attributes: true,
} as const satisfies OptionNames<ObservabilityOptions>;

/** `ObservabilityOptions` with all defaults. */
export type ResolvedOptions = Required<ObservabilityOptions>;

/**
 * Completes the options. `true` means the defaults. For `false` or nothing it returns `undefined`: observability is off.
 *
 * @throws `INVALID_CONFIGURATION` when a bound is not valid
 */
export function resolveObservability(given: boolean | ObservabilityOptions | undefined): ResolvedOptions | undefined {
  if (given === undefined || given === false) return undefined;
  const options = given === true ? {} : given;
  assertKnownOptions('observability', options, observabilityOptionNames);
  const { maxSpans = 2_048, maxLogs = 2_048, maxSeries = 2_000, logLevel = 'info', attributes = {} } = options;
  for (const [name, value] of Object.entries({ maxSpans, maxLogs, maxSeries })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new InvalidConfigurationError({
        setting: `observability.${name}`,
        reason: `a whole number above 0, not ${value}`,
      });
    }
  }
  return Object.freeze({ maxSpans, maxLogs, maxSeries, logLevel, attributes });
}

import { assertKnownOptions, InvalidConfigurationError, type OptionNames } from '@symphony-ts/contract';
import type { LogSeverity } from './logs/encode-logs.js';
import type { Attributes } from './otlp/any-value.js';

/** Bounds of the buffers between two polls, and what is kept. */
export interface ObservabilityOptions {
  /** Ended spans kept until the next poll; the oldest go first, and are counted. Default 2,048. */
  readonly maxSpans?: number;
  /** Log lines kept until the next poll; the oldest go first, and are counted. Default 2,048. */
  readonly maxLogs?: number;
  /** Combinations of attributes each counter or histogram tells apart; those beyond are counted together. Default 2,000. */
  readonly maxSeries?: number;
  /** The least severity of log lines that are kept. Default `info`, whatever the log itself writes. */
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

/** Complete options. */
export type ResolvedOptions = Required<ObservabilityOptions>;

/**
 * Completes the options: `true` stands for the defaults, `false` or nothing switches observability off.
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

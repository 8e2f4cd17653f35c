import {
  assertKnownOptions,
  type LogFields,
  type Logger as LoggerShape,
  type OptionNames,
  runtimeType,
} from '@symphony-ts/contract';
import { currentTrace, traceFields } from '../invoke/trace.js';
import { createPinoLogger } from './pino-logger.js';

/** The logger of the extension. To get it, declare a constructor parameter of this type. */
export abstract class Logger implements LoggerShape {
  /** Identifies the class, also if the package is installed twice. */
  static readonly [runtimeType]: string = 'Logger';
  /** For details that help to follow one request. */
  abstract debug(message: string, fields?: LogFields): void;
  /** For events that an operator wants to see in normal operation. */
  abstract info(message: string, fields?: LogFields): void;
  /** For a failure that the extension has handled. */
  abstract warn(message: string, fields?: LogFields): void;
  /** For a failure that a person must look at. Pass the error as the field `err`. */
  abstract error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each line. */
  abstract child(fields: LogFields): Logger;
}

/** The lowest severity that a logger writes. `silent` writes nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Options of `createLogger`. */
export interface LoggerOptions {
  /** The lowest severity to write. Default: `LOG_LEVEL` of the environment, otherwise `info`. */
  readonly level?: LogLevel;
  /** Where the lines go. Default: stdout, which journald and container runtimes collect. */
  readonly destination?: { write(line: string): void };
  /** The environment that `LOG_LEVEL` is read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const loggerOptionNames = {
  level: true,
  destination: true,
  env: true,
} as const satisfies OptionNames<LoggerOptions>;

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

const levelOf = ({ level, env = process.env }: LoggerOptions): LogLevel =>
  level ?? levels.find((known) => known === env['LOG_LEVEL']?.toLowerCase()) ?? 'info';

/**
 * Creates a logger that writes one JSON object for each line. All Symphony SDKs write the same fields: `timestamp`, `level`,
 * `extension`, `message`, and inside a handler `trace_id` and `span_id`. An error in the field `err` is written with its
 * stack and causes. The logger works without an extension, too.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 */
export function createLogger(extension: string, options: LoggerOptions = {}): Logger {
  assertKnownOptions('createLogger', options, loggerOptionNames);
  return new TracedLogger(createPinoLogger({ extension }, levelOf(options), options.destination), false);
}

/** Wraps a logger of any class, so that it can be injected as a `Logger`. */
export const injectableLogger = (logger: LoggerShape): Logger =>
  logger instanceof Logger ? logger : new TracedLogger(logger, false);

/** Adds the trace of the running handler to each line, unless the line already has the trace of a request. */
class TracedLogger extends Logger {
  readonly #logger: LoggerShape;
  readonly #hasTrace: boolean;

  constructor(logger: LoggerShape, hasTrace: boolean) {
    super();
    this.#logger = logger;
    this.#hasTrace = hasTrace;
  }

  debug(message: string, fields?: LogFields): void {
    this.#logger.debug(message, this.#traced(fields));
  }

  info(message: string, fields?: LogFields): void {
    this.#logger.info(message, this.#traced(fields));
  }

  warn(message: string, fields?: LogFields): void {
    this.#logger.warn(message, this.#traced(fields));
  }

  error(message: string, fields?: LogFields): void {
    this.#logger.error(message, this.#traced(fields));
  }

  child(fields: LogFields): Logger {
    return new TracedLogger(this.#logger.child(fields), this.#hasTrace || 'trace_id' in fields);
  }

  #traced(fields: LogFields | undefined): LogFields | undefined {
    const trace = this.#hasTrace ? undefined : currentTrace();
    return trace ? { ...traceFields(trace), ...fields } : fields;
  }
}

import { type LogFields, type Logger as LoggerShape, runtimeType } from '@symphony-ts/contract';
import { currentTrace, traceFields } from '../invoke/trace.js';
import { createPinoLogger } from './pino-logger.js';

/** The logger of the extension, for injection by its type. */
export abstract class Logger implements LoggerShape {
  /** Tells the class across installed copies. */
  static readonly [runtimeType]: string = 'Logger';
  /** For details that help to follow one request. */
  abstract debug(message: string, fields?: LogFields): void;
  /** For what an operator wants to know in normal operation. */
  abstract info(message: string, fields?: LogFields): void;
  /** For a failure that the extension has dealt with. */
  abstract warn(message: string, fields?: LogFields): void;
  /** For a failure that somebody has to look at. Give the error as the field `err`. */
  abstract error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each line. */
  abstract child(fields: LogFields): Logger;
}

/** The least severe lines that a logger writes; `silent` writes none. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Options of `createLogger`. */
export interface LoggerOptions {
  /** Default: `LOG_LEVEL` of the environment, otherwise `info`. */
  readonly level?: LogLevel;
  /** Where the lines go. Default: stdout, which journald and container runtimes collect. */
  readonly destination?: { write(line: string): void };
  /** Where `LOG_LEVEL` and its like are read from. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

const levelOf = ({ level, env = process.env }: LoggerOptions): LogLevel =>
  level ?? levels.find((known) => known === env['LOG_LEVEL']?.toLowerCase()) ?? 'info';

/**
 * A logger that writes one JSON object a line with the fields all Symphony SDKs share: `timestamp`, `level`,
 * `extension`, `message`, and `trace_id` and `span_id` of the handler that is running. An error given as `err` is written with
 * its stack and causes. Usable without an extension.
 */
export function createLogger(extension: string, options: LoggerOptions = {}): Logger {
  return new TracedLogger(createPinoLogger({ extension }, levelOf(options), options.destination), false);
}

/** A logger of the shape the packages share, as the class that is injected. */
export const injectableLogger = (logger: LoggerShape): Logger =>
  logger instanceof Logger ? logger : new TracedLogger(logger, false);

/** Adds the trace of the handler that is running to each line, unless it is that of a request already. */
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

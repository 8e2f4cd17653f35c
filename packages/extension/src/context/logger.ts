import { pino, stdTimeFunctions, type DestinationStream } from 'pino';
import type { LogFields, Logger as LoggerShape } from '@symphony-ts/contract';

/** The logger of the extension, for injection by its type. */
export abstract class Logger implements LoggerShape {
  abstract debug(message: string, fields?: LogFields): void;
  abstract info(message: string, fields?: LogFields): void;
  abstract warn(message: string, fields?: LogFields): void;
  abstract error(message: string, fields?: LogFields): void;
  abstract child(fields: LogFields): Logger;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  /** Defaults to `LOG_LEVEL` of the environment, else `info`. */
  readonly level?: LogLevel;
  /** Defaults to stdout, which journald and container runtimes collect. */
  readonly destination?: { write(line: string): void };
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

const levelOf = ({ level, env = process.env }: LoggerOptions): LogLevel =>
  level ?? levels.find((known) => known === env['LOG_LEVEL']?.toLowerCase()) ?? 'info';

/**
 * A logger that writes one JSON object a line with the fields all Symphony SDKs share: `timestamp`, `level`,
 * `extension`, `message`, and `trace_id` and `span_id` where there is a trace. An error given as `err` is written with
 * its stack and causes. Usable without an extension.
 */
export function createLogger(extension: string, options: LoggerOptions = {}): Logger {
  const settings = {
    level: levelOf(options),
    base: { extension },
    messageKey: 'message',
    timestamp: () => stdTimeFunctions.isoTime().replace('"time"', '"timestamp"'),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const destination: DestinationStream | undefined = options.destination;
  return new PinoLogger(destination ? pino(settings, destination) : pino(settings));
}

/** A logger of the shape the packages share, as the class that is injected. */
export const injectableLogger = (logger: LoggerShape): Logger =>
  logger instanceof Logger ? logger : new ForwardingLogger(logger);

class PinoLogger extends Logger {
  readonly #pino: pino.Logger;

  constructor(logger: pino.Logger) {
    super();
    this.#pino = logger;
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#pino.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#pino.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#pino.warn(fields, message);
  }

  error(message: string, fields: LogFields = {}): void {
    this.#pino.error(fields, message);
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.#pino.child(fields));
  }
}

class ForwardingLogger extends Logger {
  readonly #logger: LoggerShape;

  constructor(logger: LoggerShape) {
    super();
    this.#logger = logger;
  }

  debug(message: string, fields?: LogFields): void {
    this.#logger.debug(message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#logger.info(message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#logger.warn(message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#logger.error(message, fields);
  }

  child(fields: LogFields): Logger {
    return new ForwardingLogger(this.#logger.child(fields));
  }
}

import type { LogFields, Logger } from '@symphony-ts/contract';

/** One log line of the extension under test. With `captureConsole` also a line of `console`. */
export interface LogLine {
  /** Severity of the line. */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Text of the line. */
  readonly message: string;
  /** Fields of the line. An error is in `err`. */
  readonly fields: LogFields;
}

/** Keeps the log lines of an extension, and finds the errors of which callers only learn the id. */
export class TestLog {
  /** The lines, in order. */
  readonly lines: LogLine[] = [];
  readonly #errors = new Map<string, Error>();

  /** The error behind an `INTERNAL` refusal, by its id. */
  errorOf(id: unknown): Error | undefined {
    return typeof id === 'string' ? this.#errors.get(id) : undefined;
  }

  /** A logger that writes to this log, and on to `logger`. */
  through(logger: Logger, bound: LogFields = {}): Logger {
    const write =
      (level: LogLine['level']) =>
      (message: string, fields?: LogFields): void => {
        this.keep({ level, message, fields: { ...bound, ...fields } });
        logger[level](message, fields);
      };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => this.through(logger.child(fields), { ...bound, ...fields }),
    };
  }

  /** Adds a line. If it has an error id, its error is noted under that id. */
  keep(line: LogLine): void {
    this.lines.push(line);
    const { error_id: id, err } = line.fields;
    if (typeof id === 'string' && err instanceof Error) this.#errors.set(id, err);
  }
}

import type { LogFields, Logger } from '@symphony-ts/contract';

export type LogLine = LogFields & { readonly level: string; readonly message: string };

/** A logger that keeps its lines for a test. */
export class RecordingLogger implements Logger {
  constructor(
    readonly lines: LogLine[] = [],
    readonly fields: LogFields = {},
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.#keep('debug', message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.#keep('info', message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.#keep('warn', message, fields);
  }
  error(message: string, fields?: LogFields): void {
    this.#keep('error', message, fields);
  }
  child(fields: LogFields): Logger {
    return new RecordingLogger(this.lines, { ...this.fields, ...fields });
  }

  #keep(level: string, message: string, fields?: LogFields): void {
    this.lines.push({ ...this.fields, ...fields, level, message });
  }
}

/** Fields that accompany a log line, written as JSON beside the message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the SDK writes its log lines, and what handlers are given. Lines carry `timestamp`, `level`, `extension` and `message`. */
export interface Logger {
  /** Says what helps to follow one request. */
  debug(message: string, fields?: LogFields): void;
  /** Says what an operator wants to know in normal times. */
  info(message: string, fields?: LogFields): void;
  /** Says what went wrong and was made good. */
  warn(message: string, fields?: LogFields): void;
  /** Says what went wrong and needs somebody. Give the error as the field `err`. */
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to each of its lines. */
  child(fields: LogFields): Logger;
}

const ignore = (): void => undefined;
/** A logger that writes nothing. */
export const silentLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
};

/** Fields of a log line. They are written as JSON with the message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The logger of the SDK and of handlers. Each line has `timestamp`, `level`, `extension` and `message`. */
export interface Logger {
  /** For details that help to follow one request. */
  debug(message: string, fields?: LogFields): void;
  /** For events that an operator wants to see in normal operation. */
  info(message: string, fields?: LogFields): void;
  /** For a failure that the program has handled. */
  warn(message: string, fields?: LogFields): void;
  /** For a failure that a person must look at. Pass the error as the field `err`. */
  error(message: string, fields?: LogFields): void;
  /** Returns a logger that adds `fields` to each line. */
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

import type { LogFields, Logger as LoggerShape } from '@symphony-ts/contract';
import { pino } from 'pino';

/**
 * A logger whose lines have `fields` and go to `destination`, or to stdout. Its public types do not mention pino, so users need
 * not install pino.
 */
export function createPinoLogger(
  fields: LogFields,
  level: Level | 'silent',
  destination: { write(line: string): void } | undefined,
): LoggerShape {
  const settings = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: timestampOf(),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = destination ? pino(settings, destination) : pino(settings);
  // Read once, because a level never changes.
  const isWritten = {
    debug: logger.isLevelEnabled('debug'),
    info: logger.isLevelEnabled('info'),
    warn: logger.isLevelEnabled('warn'),
    error: logger.isLevelEnabled('error'),
  };
  return new PinoLogger({ pino: logger, isWritten }, fields);
}

/** Fields of every line. A child may set another `extension`: its lines then carry that name. */
const RESERVED: readonly string[] = ['timestamp', 'level', 'message', 'extension'];
const RESERVED_OF_CHILD = RESERVED.slice(0, -1);
const isReserved = (name: string): boolean =>
  name === 'timestamp' || name === 'level' || name === 'message' || name === 'extension';

/**
 * Renames a field with a reserved name to `<name>_`. Otherwise the JSON would have the name twice, and readers would use the
 * last one.
 */
function without(reserved: readonly string[], fields: LogFields): LogFields {
  let isTaken = false;
  for (const name of reserved) isTaken ||= name in fields;
  if (!isTaken) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [reserved.includes(name) ? `${name}_` : name, value]),
  );
}

type Level = 'debug' | 'info' | 'warn' | 'error';

/** The state shared by all loggers of one `createLogger`. */
interface Root {
  readonly pino: pino.Logger;
  readonly isWritten: Readonly<Record<Level, boolean>>;
}

/**
 * Writes lines with the fields of this logger and of its parents. A child logger of pino writes them, because it converts its
 * fields to text only once. The child is made for the first line, because most loggers of requests write none. pino's children
 * write a field twice if it is bound already, and drop fields that have the name of a pino option. Such lines are written from
 * all fields together.
 */
class PinoLogger implements LoggerShape {
  readonly #root: Root;
  readonly #parent: PinoLogger | undefined;
  readonly #fields: LogFields;
  /** `false` if a child logger of pino cannot have these fields. */
  #child: pino.Logger | false | undefined;

  constructor(root: Root, fields: LogFields, parent?: PinoLogger) {
    this.#root = root;
    this.#fields = fields;
    this.#parent = parent;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  child(fields: LogFields): LoggerShape {
    return new PinoLogger(this.#root, { ...without(RESERVED_OF_CHILD, fields) }, this);
  }

  #write(level: Level, message: string, fields: LogFields | undefined): void {
    if (!this.#root.isWritten[level]) return;
    const child = this.#pinoChild();
    // pino takes the fields as the first argument.
    if (!child || !this.#mayAdd(fields))
      this.#root.pino[level]({ ...this.#all(), ...without(RESERVED, fields ?? {}) }, message);
    else if (fields) child[level](fields, message);
    else child[level](message);
  }

  #pinoChild(): pino.Logger | false {
    return (this.#child ??= this.#makeChild());
  }

  #makeChild(): pino.Logger | false {
    for (const name in this.#fields) if (isPinoOption(name)) return false;
    const parent = this.#parent;
    const above = parent ? parent.#mayAdd(this.#fields) && parent.#pinoChild() : this.#root.pino;
    if (above) return above.child(this.#fields);
    const all = this.#all();
    return Object.keys(all).some(isPinoOption) ? false : this.#root.pino.child(all);
  }

  #all(): LogFields {
    return this.#parent ? { ...this.#parent.#all(), ...this.#fields } : this.#fields;
  }

  /**
   * Whether pino can append `fields` to the bound fields: none of them is in the line already, and none is an error, which pino
   * would take apart.
   */
  #mayAdd(fields: LogFields | undefined): boolean {
    if (fields === undefined) return true;
    for (const name in fields) if (isReserved(name) || this.#has(name)) return false;
    return !(fields instanceof Error);
  }

  #has(name: string): boolean {
    return Object.hasOwn(this.#fields, name) || (this.#parent !== undefined && this.#parent.#has(name));
  }
}

/** Names that pino's `child` reads as its own options and drops, or calls. */
const isPinoOption = (name: string): boolean =>
  name === 'serializers' || name === 'formatters' || name === 'customLevels' || name === 'hasOwnProperty';

/** The time of a line as pino wants it, made once for all lines of a millisecond. */
function timestampOf(): () => string {
  let last = Number.NaN;
  let text = '';
  return () => {
    const now = Date.now();
    if (now === last) return text;
    last = now;
    return (text = `,"timestamp":"${new Date(now).toISOString()}"`);
  };
}

import { inspect } from 'node:util';

export interface LogFormat {
  readonly hasColors: boolean;
  /** The first text of each line, which names the instance. */
  readonly label?: string;
}

const LEVELS: Readonly<Record<string, number>> = { debug: 90, info: 32, warn: 33, error: 31 };
const DIM = 2;

/** Writes one JSON line of a logger for people. Any other line is returned as it is. */
export function formatLogLine(line: string, { hasColors, label }: LogFormat): string {
  const paint = (text: string, code: number): string => (hasColors ? `\u001B[${code}m${text}\u001B[0m` : text);
  const before = label === undefined ? '' : `${paint(label, DIM)} `;
  const record = readRecord(line);
  if (!record) return `${before}${line}`;
  const { timestamp, level, extension, message, err, ...fields } = record;
  const head = [
    paint(timeOf(timestamp), DIM),
    paint(level.toUpperCase().padEnd(5), LEVELS[level] ?? 0),
    extension === undefined || extension === '' ? '' : paint(`[${format(extension)}]`, DIM),
    message,
    ...Object.entries(fields).map(([name, value]) => paint(`${name}=${format(value)}`, DIM)),
  ];
  const text = head.filter((part) => part !== '').join(' ');
  return `${before}${text}${err === undefined ? '' : `\n${indent(errorText(err))}`}`;
}

interface LogRecord extends Readonly<Record<string, unknown>> {
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
}

function readRecord(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined; // a line that the module itself wrote
  }
}

function isRecord(value: unknown): value is LogRecord {
  const { timestamp, level, message } = Object(value) as Readonly<Record<string, unknown>>;
  return [timestamp, level, message].every((field) => typeof field === 'string');
}

/** The time of day on this machine. */
function timeOf(timestamp: string): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) return timestamp;
  const two = (value: number): string => String(value).padStart(2, '0');
  const millis = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${millis}`;
}

/** Text without blanks is written without quotes. */
const format = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);

/** The stack, which begins with name and message, and the causes that the logger has put into it. */
function errorText(err: unknown): string {
  const { stack, message } = Object(err) as Readonly<Record<string, unknown>>;
  const text = stack ?? message;
  return typeof text === 'string' ? text : inspect(err);
}

const indent = (text: string): string => text.replaceAll(/^/gm, '    ');

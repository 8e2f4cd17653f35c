import { InvalidArgumentError } from 'commander';
import { UsageError } from '../process/usage-error.js';

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
  d: 864e5,
  D: 864e5,
  w: 6048e5,
  W: 6048e5,
  M: 2592e6,
  y: 315_36e6,
  Y: 315_36e6,
};

/** The milliseconds of a duration such as `500ms`, `5s` or `1h30m`; `undefined` if the text is not a duration. */
export function parseMilliseconds(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:[nuµm]s|[smhdDwWMyY]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)([nuµm]s|[smhdDwWMyY])/g)) {
    total += Number(number) * (units[unit] ?? 0);
  }
  return total;
}

/** Parses the value of an option as a duration in nanoseconds. */
export function parseNanoseconds(text: string): number {
  const milliseconds = text === '0' ? 0 : parseMilliseconds(text);
  if (milliseconds !== undefined) return Math.round(milliseconds * 1e6);
  throw new InvalidArgumentError('It must be a duration, such as 90s or 1h30m.');
}

/** Parses the value of an option as a duration in nanoseconds. 0 and -1 stand for no limit. */
export const parseLimit = (text: string): number => (text === '-1' ? 0 : parseNanoseconds(text));

/** The longest time that a timer of Node takes. It would end a longer one at once. */
const longestMs = 2 ** 31 - 1;

/** Parses a timeout in milliseconds: a duration, or a plain number of milliseconds. A longer one than 24 days becomes 24 days. */
export function parseTimeout(text: string): number {
  const milliseconds = /^\d+$/.test(text) ? Number(text) : parseMilliseconds(text);
  if (milliseconds !== undefined && milliseconds > 0) return Math.min(milliseconds, longestMs);
  throw new InvalidArgumentError('It must be a duration above 0, such as 5s or 500ms.');
}

/** The end of a pause: a time such as `2026-01-31T12:00:00Z`, or a duration from now such as `1h`. */
export function readUntil(text: string): Date {
  const milliseconds = parseMilliseconds(text);
  const end = milliseconds === undefined ? new Date(text) : new Date(Date.now() + milliseconds);
  if (Number.isNaN(end.getTime())) throw new UsageError(`"${text}" is neither a time nor a duration`);
  return end;
}

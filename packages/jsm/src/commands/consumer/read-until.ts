import { parseMilliseconds } from '../../input/parse-nanoseconds.js';
import { UsageError } from '../../process/usage-error.js';

/** The end of a pause: a time such as `2026-01-31T12:00:00Z`, or a duration from now such as `1h`. */
export function readUntil(text: string): Date {
  const milliseconds = parseMilliseconds(text);
  const end = milliseconds === undefined ? new Date(text) : new Date(Date.now() + milliseconds);
  if (Number.isNaN(end.getTime())) throw new UsageError(`"${text}" is neither a time nor a duration`);
  return end;
}

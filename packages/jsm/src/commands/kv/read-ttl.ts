import { parseMilliseconds } from '../../input/parse-nanoseconds.js';
import { UsageError } from '../../process/usage-error.js';

/** Reads a TTL as the server takes it. It counts whole seconds. */
export function readTtl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseMilliseconds(text);
  if (milliseconds === undefined || milliseconds < 1000)
    throw new UsageError('--ttl must be a duration of a second or more');
  return `${Math.round(milliseconds / 1000)}s`;
}

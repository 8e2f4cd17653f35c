import { InvalidArgumentError } from 'commander';
import { parseMilliseconds } from '../../input/parse-nanoseconds.js';
import { UsageError } from '../../process/usage-error.js';

/** Parses the key of a value. Without this check a key with an empty part would go to a subject that nobody stores. */
export function parseKey(text: string): string {
  if (/^[-/=\w]+(?:\.[-/=\w]+)*$/.test(text)) return text;
  throw new InvalidArgumentError(
    'A key has letters, digits, and the characters - / = _ between single dots; it has no wildcards.',
  );
}

/** Reads a TTL as the server takes it. It counts whole seconds. */
export function readTtl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const milliseconds = parseMilliseconds(text);
  if (milliseconds === undefined || milliseconds < 1000)
    throw new UsageError('--ttl must be a duration of a second or more');
  return `${Math.round(milliseconds / 1000)}s`;
}

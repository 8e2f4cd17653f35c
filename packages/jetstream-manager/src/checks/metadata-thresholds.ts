import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseDuration } from '../query/duration.js';

/** All thresholds in metadata start like this, for other tools as well. */
const prefix = 'io.nats.monitor.';

/** How the text of one entry becomes an option: a number, seconds written as a duration, or yes and no. */
export type MetadataKind = 'number' | 'duration' | 'boolean';

/**
 * Options out of the metadata of a stream or consumer, by the keys that follow `io.nats.monitor.`. Throws
 * `INVALID_ARGUMENT` for an entry that cannot be read: a threshold that is silently ignored is worse than none.
 */
export function readMetadataOptions<K extends string>(
  metadata: Readonly<Record<string, string>> | undefined,
  keys: Readonly<Record<string, readonly [option: K, kind: MetadataKind]>>,
): Partial<Record<K, number | boolean>> {
  const options: Partial<Record<K, number | boolean>> = {};
  for (const [key, [option, kind]] of Object.entries(keys)) {
    const text = metadata?.[prefix + key];
    if (text === undefined) continue;
    const value = parse(text, kind);
    if (value === undefined) {
      throw new JetStreamManagerError(
        'INVALID_ARGUMENT',
        `the metadata ${prefix}${key} is ${JSON.stringify(text)}, no ${kind}`,
      );
    }
    options[option] = value;
  }
  return options;
}

function parse(text: string, kind: MetadataKind): number | boolean | undefined {
  switch (kind) {
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : undefined;
    case 'duration': {
      const milliseconds = parseDuration(text);
      return milliseconds === undefined ? undefined : milliseconds / 1000;
    }
    case 'boolean':
    default:
      return text === 'true' ? true : text === 'false' ? false : undefined;
  }
}

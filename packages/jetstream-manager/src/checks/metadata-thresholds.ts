import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseDuration } from '../query/duration.js';

/** All thresholds in metadata start like this, for other tools as well. */
const prefix = 'io.nats.monitor.';

/**
 * How the text of one entry becomes an option. `count` and `amount` are whole numbers, of which only the first may be
 * negative; a duration becomes seconds.
 */
export type MetadataKind = 'count' | 'amount' | 'duration' | 'boolean';

/** An option as an entry gives it; `undefined` where the entry switches the check off. */
type MetadataValue = number | boolean | undefined;

/**
 * Options out of the metadata of a stream or consumer, by the keys that follow `io.nats.monitor.`. They mean what they
 * mean in jsm.go: a threshold of 0 or less is none, and an option that it replaces is switched off. Throws
 * `INVALID_ARGUMENT` for an entry that cannot be read: a threshold that is silently ignored is worse than none.
 */
export function readMetadataOptions<K extends string>(
  metadata: Readonly<Record<string, string>> | undefined,
  keys: Readonly<Record<string, readonly [option: K, kind: MetadataKind]>>,
): Partial<Record<K, MetadataValue>> {
  const options: Partial<Record<K, MetadataValue>> = {};
  for (const [key, [option, kind]] of Object.entries(keys)) {
    const text = metadata?.[prefix + key];
    if (text === undefined) continue;
    const value = parse(text, kind);
    if (value === undefined) {
      throw new JetStreamManagerError(
        'INVALID_ARGUMENT',
        `the metadata ${prefix}${key} is ${JSON.stringify(text)}, not ${kinds[kind]}`,
      );
    }
    options[option] = typeof value === 'number' && value <= 0 ? undefined : value;
  }
  return options;
}

const kinds: Readonly<Record<MetadataKind, string>> = {
  count: 'a whole number',
  amount: 'a whole number of 0 or more',
  duration: 'a duration such as 90s or 1h30m',
  boolean: 'true or false',
};

/** The spellings of Go's `strconv.ParseBool`. */
const yes = /^(?:1|t|T|true|True|TRUE)$/;
const no = /^(?:0|f|F|false|False|FALSE)$/;

function parse(text: string, kind: MetadataKind): number | boolean | undefined {
  switch (kind) {
    case 'count':
      return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
    case 'amount':
      return /^\d+$/.test(text) ? Number(text) : undefined;
    case 'duration': {
      const [sign, rest] = text.trim().startsWith('-') ? [-1, text.trim().slice(1)] : [1, text.trim()];
      const milliseconds = parseDuration(rest);
      return milliseconds === undefined ? undefined : (sign * milliseconds) / 1000;
    }
    case 'boolean':
    default:
      return yes.test(text) ? true : no.test(text) ? false : undefined;
  }
}

import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseDuration } from '../query/duration.js';

/** The prefix of all thresholds in metadata. Other tools use it as well. */
const prefix = 'io.nats.monitor.';

/**
 * How the text of an entry becomes an option. `count` and `amount` are whole numbers; only a `count` may be negative. A
 * duration becomes seconds.
 */
export type MetadataKind = 'count' | 'amount' | 'duration' | 'boolean';

/** The value of an entry as an option; `undefined` if the entry turns the check off. */
type MetadataValue = number | boolean | undefined;

/**
 * Reads options from the metadata of a stream or consumer. The keys follow `io.nats.monitor.`. They have the same
 * meaning as in jsm.go: a threshold of 0 or less turns off the option that it replaces. Throws `INVALID_ARGUMENT` for
 * an unreadable entry, because a silently ignored threshold is worse than none.
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

/** The true values of Go's `strconv.ParseBool`. */
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

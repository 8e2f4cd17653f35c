import { JetStreamManagerError } from '../errors/manager-error.js';
import { isSet } from '../json/is-set.js';

/** Settings under the JetStream API's own field names. */
type Settings = Readonly<Record<string, unknown>>;

/**
 * The settings of a request that the server's reply has no word of: an old server drops what it does not know. What it
 * adjusts is in its reply, and not among them.
 */
export function findDropped(wanted: object, replied: object): readonly string[] {
  const got: Settings = { ...replied };
  return Object.entries(wanted)
    .filter(([field, value]) => isSet(value) && got[field] === undefined)
    .map(([field]) => field);
}

/** What was done with an asset whose settings a server dropped. */
export interface Dropping {
  /** The asset, such as `stream ORDERS`. */
  readonly what: string;
  readonly kind: 'stream' | 'consumer';
  readonly dropped: readonly string[];
  readonly knownSince: Readonly<Record<string, string>>;
  /** What became of it: `it was not kept`. */
  readonly outcome: string;
}

/** The error that names what the server that answered has dropped. */
export function droppedError({ what, kind, dropped, knownSince, outcome }: Dropping): JetStreamManagerError {
  const names = dropped.map((field) => {
    const since = knownSince[field];
    return `the ${kind} setting ${field} needs nats-server ${since ?? 'of a newer version'}`;
  });
  return new JetStreamManagerError(
    'FEATURE_UNSUPPORTED',
    `${what}: ${names.join(', ')}; the server that answered dropped it, and ${outcome}`,
    { details: { what, dropped } },
  );
}

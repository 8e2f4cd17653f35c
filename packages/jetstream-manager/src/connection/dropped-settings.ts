import { JetStreamManagerError } from '../errors/manager-error.js';
import { isSet } from '../json/is-set.js';

/** Settings with the field names of the JetStream API. */
type Settings = Readonly<Record<string, unknown>>;

/**
 * The settings of a request that are missing in the server's reply. An old server drops unknown settings. A setting
 * that the server adjusts is in its reply, so it is not in this list.
 */
export function findDropped(wanted: object, replied: object): readonly string[] {
  const got: Settings = { ...replied };
  return Object.entries(wanted)
    .filter(([field, value]) => isSet(value) && got[field] === undefined)
    .map(([field]) => field);
}

/** An asset from which a server dropped settings, and what happened to it. */
export interface Dropping {
  /** The asset, such as `stream ORDERS`. */
  readonly what: string;
  readonly kind: 'stream' | 'consumer';
  readonly dropped: readonly string[];
  readonly knownSince: Readonly<Record<string, string>>;
  /** What happened to the asset: `it was not kept`. */
  readonly outcome: string;
}

/** The error that names the settings that the answering server dropped. */
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

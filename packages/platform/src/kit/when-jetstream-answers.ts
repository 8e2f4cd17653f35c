import type { Logger } from '@symphony-ts/contract';
import { withPatience } from './with-patience.js';

/** How long a cluster may take to elect its leaders and to learn of an account. */
const PATIENCE_MS = 30_000;
/** The status with which the JetStream API says that something is unavailable for the moment. */
const UNAVAILABLE = 503;
/** The errors of the NATS libraries while there is no leader, or while the leader does not know the account yet. */
const passing = new Set(['JetStreamNotEnabled', 'NoResponders', 'TimeoutError']);

export interface JetStreamPatience {
  readonly logger: Logger;
  /** In milliseconds; default 30 000. */
  readonly patienceMs?: number;
}

/**
 * Runs `operation`, and repeats it while JetStream is not ready. In a cluster, servers answer before they have elected a
 * leader, and a new leader answers before it knows every account. Throws the last error when the time is up, and any other
 * error at once.
 */
export const whenJetStreamAnswers = <T>(operation: () => Promise<T>, patience: JetStreamPatience): Promise<T> =>
  withPatience(operation, { patienceMs: PATIENCE_MS, ...patience, what: 'JetStream', isPassing });

/** Whether trying again may help. The library's requests have the original error in `cause`. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return passing.has(error.name) || Reflect.get(error, 'status') === UNAVAILABLE || isPassing(error.cause);
}

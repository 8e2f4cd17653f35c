import type { Table } from '../table/table.js';
import { type ApiKey, isLive } from './api-key.js';
import type { KeyIndex } from './key-index.js';

/** How long after its time a minted key is removed, so that a replica whose clock is slow does not lose a use of it. */
const SWEEP_DELAY_MS = 60_000;
/** How long the key of a client is still listed after its end. Its credentials have ended long before. */
const ENDED_KEPT_MS = 30 * 86_400_000;

/** The keys, and the time. */
export interface SweepParts {
  readonly table: Pick<Table<ApiKey>, 'purge'>;
  readonly index: Pick<KeyIndex, 'temporary' | 'clientsEndedUntil'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Removes minted keys that were never used, and sessions that are over. */
export async function sweepKeys({ table, index, now }: SweepParts): Promise<void> {
  const time = now();
  const isOver = (key: ApiKey): boolean =>
    key.session ? !isLive(key, time) : key.activateBefore !== undefined && !isLive(key, time - SWEEP_DELAY_MS);
  for (const { id } of index.temporary().filter(isOver)) await table.purge(id);
}

/**
 * Removes the keys of clients that ended 30 days ago. So a platform that makes and revokes keys all the time does not grow. The
 * audit log still shows what happened to them. This looks at all keys.
 */
export async function forgetEndedKeys({ table, index, now }: SweepParts): Promise<void> {
  for (const { id } of index.clientsEndedUntil(now() - ENDED_KEPT_MS)) await table.purge(id);
}

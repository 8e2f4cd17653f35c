import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Extent } from './restore-options.js';
import type { BackupMetadata } from './restore-source.js';
import type { RestoreTarget } from './restore-target.js';

/**
 * Throws `RESTORE_MISMATCH` where a restored stream lacks messages of its backup, or begins before it: then it has messages of a
 * deleted stream. The state in a backup is from its beginning, so a busy stream may have more; messages may expire on the way.
 */
export function assertRestored(target: RestoreTarget, { state: wanted }: BackupMetadata, state: Extent): void {
  const { config, stream } = target;
  const isExpiring = hasExpired(config['max_age'], wanted.first_ts) || config['allow_msg_ttl'] === true;
  const isShort = state.last_seq < (wanted.last_seq ?? 0);
  const hasFewer = state.last_seq === wanted.last_seq && state.messages < (wanted.messages ?? 0);
  if (!isShort && (isExpiring || !hasFewer) && !beginsBefore(wanted, state)) return;
  throw mismatch(stream, `${state.messages} messages up to ${state.last_seq}`, { wanted, state });
}

const beginsBefore = (wanted: BackupMetadata['state'], { messages, first_seq: first }: Extent): boolean =>
  messages > 0 && first !== undefined && first < (wanted.first_seq ?? 0);

/** Whether the first message may be older than messages can get. An age in nanoseconds; 0 for no limit. */
function hasExpired(maxAge: unknown, firstTime = ''): boolean {
  const ageMs = Number(maxAge ?? 0) / 1e6;
  // A time that cannot be read may be any.
  return ageMs > 0 && !(Date.parse(firstTime) + ageMs > Date.now());
}

/** Throws `RESTORE_MISMATCH`, before anything is done, where the limits of the target are below what the backup holds. */
export function assertFits({ stream, config }: RestoreTarget, { state: wanted }: BackupMetadata): void {
  const limit = config['max_msgs'];
  if (typeof limit !== 'number' || limit <= 0 || (wanted.messages ?? 0) <= limit) return;
  throw mismatch(stream, `at most ${limit} messages (max_msgs)`, { wanted });
}

interface Difference {
  readonly wanted: BackupMetadata['state'];
  readonly state?: Extent;
}

function mismatch(stream: string, has: string, { wanted, state }: Difference): JetStreamManagerError {
  return new JetStreamManagerError(
    'RESTORE_MISMATCH',
    `${stream} would have ${has}, the backup has ${wanted.messages} up to ${wanted.last_seq}`,
    { details: { stream, restored: state, expected: wanted } },
  );
}

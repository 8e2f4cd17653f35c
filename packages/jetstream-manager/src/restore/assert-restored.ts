import { JetStreamManagerError } from '../errors/manager-error.js';
import type { Extent } from './restore-options.js';
import type { BackupMetadata } from './restore-source.js';
import type { RestoreTarget } from './restore-target.js';

/**
 * Throws `RESTORE_MISMATCH` if a restored stream lacks messages of its backup. Throws it also if the stream begins
 * before the backup: the stream then has messages of a deleted stream. A backup contains the state from its beginning,
 * so a busy stream may have more messages. Messages may also expire during the restore.
 */
export function assertRestored(target: RestoreTarget, { state: wanted }: BackupMetadata, state: Extent): void {
  const { config, stream } = target;
  const isExpiring = hasExpired(config['max_age'], wanted.first_ts) || config['allow_msg_ttl'] === true;
  const isShort = state.last_seq < (wanted.last_seq ?? 0);
  const hasFewer = state.last_seq === wanted.last_seq && state.messages < (wanted.messages ?? 0);
  if (!isShort && (isExpiring || !hasFewer) && !beginsBefore(wanted, state)) return;
  throw mismatch(stream, extent(state), { wanted, state });
}

const beginsBefore = (wanted: BackupMetadata['state'], { messages, first_seq: first }: Extent): boolean =>
  messages > 0 && first !== undefined && first < (wanted.first_seq ?? 0);

/** Whether the first message may be older than the maximum age. The age is in nanoseconds; 0 means no limit. */
function hasExpired(maxAge: unknown, firstTime = ''): boolean {
  const ageMs = Number(maxAge ?? 0) / 1e6;
  // A time that cannot be parsed counts as expired.
  return ageMs > 0 && !(Date.parse(firstTime) + ageMs > Date.now());
}

/**
 * Throws `RESTORE_MISMATCH` before the restore starts if the limits of the target are below the content of the backup.
 */
export function assertFits({ stream, config }: RestoreTarget, { state: wanted }: BackupMetadata): void {
  const limit = config['max_msgs'];
  if (typeof limit !== 'number' || limit <= 0 || (wanted.messages ?? 0) <= limit) return;
  throw mismatch(stream, `at most ${limit} messages (max_msgs)`, { wanted });
}

interface Difference {
  readonly wanted: BackupMetadata['state'];
  readonly state?: Extent;
}

const extent = ({ messages = 0, last_seq: last = 0 }: Partial<Extent>): string =>
  `${messages} message${messages === 1 ? '' : 's'}, up to sequence ${last}`;

function mismatch(stream: string, has: string, { wanted, state }: Difference): JetStreamManagerError {
  return new JetStreamManagerError(
    'RESTORE_MISMATCH',
    `${stream} would have ${has}, but the backup has ${extent(wanted)}`,
    { details: { stream, restored: state, expected: wanted } },
  );
}

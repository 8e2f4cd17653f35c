import { isSet } from '../json/is-set.js';
import { type StreamSettings, streamFieldsSince } from '../streams/stream-config.js';
import { type ChangeRule, diffFields, type FieldChange, never, onlyOn, since } from './field-change.js';
import { checkStreamField } from './known-fields.js';
import { streamConflicts } from './stream-conflicts.js';

const retention: ChangeRule = (from, to) =>
  from === 'workqueue' || to === 'workqueue'
    ? 'a work queue cannot become another kind of stream, nor the other way'
    : true;

const mirror: ChangeRule = (_, to, serverVersion) =>
  to === undefined
    ? since('2.12.0')(undefined, undefined, serverVersion)
    : 'a mirror keeps its origin; it can only be made a stream of its own';

/** What the servers' update check refuses. Tried on 2.9.10 and 2.15.1; versions in between are the server's history. */
const rules: Readonly<Record<string, ChangeRule>> = {
  name: never('a stream keeps its name'),
  storage: never('a stream keeps its kind of storage'),
  first_seq: never('the first sequence is set when a stream is created'),
  retention: since('2.10.0', retention),
  max_consumers: since('2.14.0'),
  republish: since('2.10.0'),
  mirror,
  sealed: onlyOn,
  deny_delete: onlyOn,
  deny_purge: onlyOn,
  allow_msg_ttl: onlyOn,
  allow_msg_schedules: onlyOn,
  allow_msg_counter: never('counters are chosen when a stream is created'),
  persist_mode: never('the persist mode is chosen when a stream is created'),
};

const defaultWindow = 120e9;

/** What a server puts into a configuration that leaves the field out. */
const defaultsOf = ({ name, mirror, sources, max_age = 0 }: StreamSettings) => ({
  retention: 'limits',
  storage: 'file',
  discard: 'old',
  compression: 'none',
  persist_mode: 'default',
  num_replicas: 1,
  max_consumers: -1,
  max_msgs: -1,
  max_bytes: -1,
  max_msgs_per_subject: -1,
  max_msg_size: -1,
  duplicate_window: max_age > 0 ? Math.min(max_age, defaultWindow) : defaultWindow,
  ...(isSet(mirror) || isSet(sources) ? {} : { subjects: [name] }),
});

/**
 * The fields in which `desired` differs from `current`, each with whether a server of this version can apply it to the
 * existing stream. Fields `desired` leaves out stay as they are. Whether limits of the account allow a change, or its
 * subjects are free, only the server knows.
 */
export function diffStream(
  current: StreamSettings,
  desired: StreamSettings,
  serverVersion: string,
): readonly FieldChange[] {
  return diffFields(current, desired, {
    rules,
    conflicts: streamConflicts,
    knownSince: streamFieldsSince,
    defaults: defaultsOf({ ...current, ...desired }),
    serverVersion,
    check: checkStreamField,
    normalize: (field, value) => (isLimit(field) && typeof value === 'number' && value <= 0 ? -1 : value),
  });
}

/** Limits for which servers take every number below 1 as none. */
const isLimit = (field: string): boolean => /^max_(?:msgs|msgs_per_subject|bytes|msg_size|consumers)$/.test(field);

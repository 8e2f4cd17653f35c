import { isSet } from '../json/is-set.js';
import { type StreamSettings, streamFieldsSince } from '../streams/stream-config.js';
import { type ChangeRule, diffFields, type FieldChange, never, onlyOn, since } from './field-change.js';
import { checkStreamField } from './known-fields.js';
import { streamConflicts } from './stream-conflicts.js';

const retention: ChangeRule = (from, to) =>
  from === 'workqueue' || to === 'workqueue' ? 'a stream cannot change to or from retention workqueue' : true;

const mirror: ChangeRule = (_, to, serverVersion) =>
  to === undefined
    ? since('2.12.0')(undefined, undefined, serverVersion)
    : 'a mirror cannot change its origin; it can only become an independent stream';

/**
 * Changes that the servers' update check refuses. Tested on 2.9.10 and 2.15.1. The versions in between come from the
 * server's history.
 */
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

/** The values that a server adds to a configuration without the field. */
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
  // A limit beyond 2^53 is a bigint.
  duplicate_window: max_age > 0 && max_age < defaultWindow ? max_age : defaultWindow,
  ...(isSet(mirror) || isSet(sources) ? {} : { subjects: [name] }),
});

/**
 * Lists the fields in which `desired` differs from `current`, and whether a server of this version can apply each
 * difference to the existing stream. Fields that `desired` omits do not differ. Only the server knows whether limits of
 * the account allow a change, and whether its subjects are free.
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

/** Limits for which servers treat every number below 1 as no limit. */
const isLimit = (field: string): boolean => /^max_(?:msgs|msgs_per_subject|bytes|msg_size|consumers)$/.test(field);

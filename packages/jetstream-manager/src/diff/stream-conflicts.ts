import { isSet } from '../json/is-set.js';
import { type StreamSettings } from '../streams/stream-config.js';
import type { Conflict } from './field-change.js';

/** Settings of a stream that the servers refuse together; the same on 2.9.10 and 2.15.1 where both know the fields. */
export const streamConflicts: readonly Conflict<StreamSettings>[] = [
  {
    fields: ['max_age', 'duplicate_window'],
    holds: ({ max_age = 0, duplicate_window = 0 }) => max_age > 0 && duplicate_window > max_age,
    reason: 'duplicate_window must not be greater than max_age; change both',
  },
  {
    fields: ['deny_purge', 'allow_rollup_hdrs', 'allow_msg_schedules', 'subject_delete_marker_ttl'],
    holds: ({ deny_purge, allow_rollup_hdrs, allow_msg_schedules, subject_delete_marker_ttl }) =>
      isSet(deny_purge) && [allow_rollup_hdrs, allow_msg_schedules, subject_delete_marker_ttl].some(isSet),
    reason: 'deny_purge excludes roll-ups, and with them schedules and delete markers',
  },
  {
    fields: ['discard', 'discard_new_per_subject', 'max_msgs_per_subject'],
    holds: ({ discard, discard_new_per_subject, max_msgs_per_subject = -1 }) =>
      isSet(discard_new_per_subject) && (discard !== 'new' || max_msgs_per_subject <= 0),
    reason: 'discard_new_per_subject needs discard new and max_msgs_per_subject',
  },
  {
    fields: ['discard', 'retention', 'allow_msg_ttl', 'allow_msg_schedules', 'subject_delete_marker_ttl'],
    holds: ({ allow_msg_counter, ...config }) =>
      isSet(allow_msg_counter) &&
      (config.discard === 'new' ||
        (config.retention ?? 'limits') !== 'limits' ||
        [config.allow_msg_ttl, config.allow_msg_schedules, config.subject_delete_marker_ttl].some(isSet)),
    reason: 'a counter keeps to limits, discards old messages, and has neither message TTLs nor schedules',
  },
  {
    fields: ['num_replicas', 'allow_atomic'],
    holds: ({ persist_mode, num_replicas = 1, allow_atomic }) =>
      persist_mode === 'async' && (num_replicas > 1 || isSet(allow_atomic)),
    reason: 'persist_mode async excludes replicas and atomic batches',
  },
  {
    fields: ['discard', 'sources', 'allow_msg_schedules'],
    holds: ({ discard, sources, allow_msg_schedules }) =>
      isSet(allow_msg_schedules) && (discard === 'new' || isSet(sources)),
    reason: 'schedules exclude discard new and sources',
  },
  {
    fields: [
      'subjects',
      'sources',
      'allow_atomic',
      'allow_batched',
      'allow_msg_schedules',
      'subject_delete_marker_ttl',
    ],
    holds: ({ mirror, ...config }) =>
      isSet(mirror) &&
      [
        config.subjects,
        config.sources,
        config.allow_atomic,
        config.allow_batched,
        config.allow_msg_schedules,
        config.subject_delete_marker_ttl,
      ].some(isSet),
    reason: 'a mirror takes messages from its origin alone, as they are',
  },
  {
    fields: ['mirror_direct'],
    holds: ({ mirror }) => isSet(mirror),
    reason: 'a mirror takes it from its origin',
  },
];

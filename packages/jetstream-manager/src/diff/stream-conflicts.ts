import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { isSet } from '../json/is-set.js';
import { type StreamSettings } from '../streams/stream-config.js';
import { isTooLong } from './consumer-conflicts.js';
import type { Conflict } from './field-change.js';
import { collide, findPair, isSubject, isWithin } from './subject-rules.js';

const keepsAll = 'a sealed stream cannot remove messages';

/** Combinations of stream settings that the servers refuse. The same on 2.9.10 and 2.15.1 if both know the fields. */
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
    reason: 'deny_purge excludes roll-ups, and therefore schedules and delete markers',
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
    reason: 'a counter needs retention limits and discard old, and excludes message TTLs and schedules',
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
    reason: 'a mirror only copies messages from its origin, without changes',
  },
  {
    fields: ['mirror_direct'],
    holds: ({ mirror }) => isSet(mirror),
    reason: 'a mirror takes this setting from its origin',
  },
  {
    fields: ['subjects'],
    holds: ({ subjects = [] }) => subjects.some((subject) => !isSubject(subject)),
    reason: 'one of the subjects is not valid',
  },
  {
    fields: ['subjects'],
    holds: ({ subjects = [] }) => findPair(subjects, collide) !== undefined,
    reason: 'the subjects overlap',
  },
  {
    fields: ['subjects', 'no_ack'],
    holds: ({ subjects = [], no_ack }) => !no_ack && subjects.some(isReserved),
    reason: 'the subjects of the server itself and the wildcard > need no_ack',
  },
  {
    fields: ['subjects', 'num_replicas'],
    holds: ({ subjects = [], num_replicas = 1 }) => subjects.includes('>') && num_replicas > 1,
    reason: 'a stream with the subject > can only have one replica',
  },
  {
    fields: ['placement'],
    holds: ({ placement }) => isSet({ ...placement }['preferred' as keyof typeof placement]),
    reason: 'a placement cannot name a preferred server',
  },
  {
    fields: ['persist_mode', 'storage'],
    holds: ({ persist_mode, storage }) => persist_mode === 'async' && storage === 'memory',
    reason: 'persist_mode async needs file storage',
  },
  {
    fields: ['sources'],
    holds: ({ sources = [] }, serverVersion) =>
      isAtLeast(parseServerVersion(serverVersion), [2, 10, 0]) &&
      new Set(sources.map(identityOf)).size < sources.length,
    reason: 'a source is listed twice',
  },
  {
    fields: ['sources', 'mirror'],
    holds: ({ sources = [], mirror }) =>
      [...sources, ...(mirror ? [mirror] : [])].some(
        ({ filter_subject, subject_transforms }) => isSet(filter_subject) && isSet(subject_transforms),
      ),
    reason: 'a source cannot have both filter_subject and subject_transforms',
  },
  {
    fields: ['republish', 'subjects'],
    holds: ({ republish, subjects = [] }) =>
      isSet(republish) && subjects.some((subject) => collide(republish?.dest ?? '', subject)),
    reason: 'republish would send messages back to the stream',
  },
  sealed('max_age', ({ max_age = 0 }) => max_age > 0),
  sealed('discard', ({ discard }) => discard !== 'new'),
  sealed('deny_delete', ({ deny_delete }) => !deny_delete),
  sealed('deny_purge', ({ deny_purge }) => !deny_purge),
  sealed('allow_rollup_hdrs', ({ allow_rollup_hdrs }) => isSet(allow_rollup_hdrs)),
  {
    // The server seals the stream, and replaces these settings without a word.
    fields: ['sealed'],
    holds: ({ sealed: isSealed }, _, { max_age, discard, deny_delete, deny_purge, allow_rollup_hdrs }) =>
      isSet(isSealed) &&
      ([deny_delete, deny_purge].includes(false) || discard === 'old' || [max_age, allow_rollup_hdrs].some(isSet)),
    reason: keepsAll,
  },
  {
    fields: ['allow_rollup_hdrs', 'allow_msg_schedules', 'subject_delete_marker_ttl'],
    holds: ({ allow_msg_schedules, subject_delete_marker_ttl }, _, desired) =>
      desired.allow_rollup_hdrs === false && (isSet(allow_msg_schedules) || isSet(subject_delete_marker_ttl)),
    reason: 'schedules and delete markers need roll-ups',
  },
  {
    fields: ['metadata'],
    holds: ({ metadata }) => isTooLong(metadata),
    reason: 'metadata exceeds 128 KiB',
  },
];

/** Subjects of the server itself. Events of JetStream and of accounts are allowed in a stream. */
function isReserved(subject: string): boolean {
  if (subject === '>') return true;
  const isApi = ['$JS.>', '$JSC.>', '$NRG.>'].some((space) => collide(subject, space));
  if (isApi && !isWithin(subject, '$JS.EVENT.>')) return true;
  return collide(subject, '$SYS.>') && !isWithin(subject, '$SYS.ACCOUNT.>');
}

type Source = NonNullable<StreamSettings['sources']>[number];

/** The fields by which the server distinguishes sources. */
const identityOf = ({ name, filter_subject, subject_transforms, external }: Source): string =>
  JSON.stringify([name, filter_subject ?? '', subject_transforms ?? [], external?.api ?? '']);

/** A setting that a sealed stream cannot have. */
function sealed(field: keyof StreamSettings, holds: (config: StreamSettings) => boolean): Conflict<StreamSettings> {
  return {
    fields: [field],
    holds: (config) => isSet(config.sealed) && holds(config),
    reason: keepsAll,
  };
}

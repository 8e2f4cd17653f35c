import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { isSet } from '../json/is-set.js';
import type { Conflict } from './field-change.js';
import { findPair, isSubject, isWithin } from './subject-rules.js';

/** Combinations of consumer settings that the servers refuse. The same on 2.9.10 and 2.15.1 if both know the fields. */
export const consumerConflicts: readonly Conflict<ConsumerSettings>[] = [
  {
    fields: ['filter_subject', 'filter_subjects'],
    holds: ({ filter_subject, filter_subjects }) => isSet(filter_subject) && isSet(filter_subjects),
    reason: 'filter_subject and filter_subjects exclude each other; empty the other one',
  },
  {
    fields: ['ack_wait'],
    holds: ({ ack_wait, backoff }) => isSet(backoff) && ack_wait !== backoff?.[0],
    reason: 'with a backoff it must equal the first time in the backoff',
  },
  {
    fields: ['rate_limit_bps'],
    holds: ({ deliver_subject, rate_limit_bps }) => !isSet(deliver_subject) && isSet(rate_limit_bps),
    reason: 'a pull consumer has no rate limit',
  },
  {
    fields: ['priority_groups', 'priority_policy', 'priority_timeout'],
    holds: ({ deliver_subject, priority_groups }) => isSet(deliver_subject) && isSet(priority_groups),
    reason: 'a push consumer has no priority groups',
  },
  {
    fields: ['priority_groups', 'priority_policy'],
    holds: ({ priority_groups, priority_policy }) => isSet(priority_groups) !== isSet(priority_policy),
    reason: 'priority_groups and priority_policy go together',
  },
  {
    fields: ['backoff', 'max_deliver'],
    // Servers before 2.10 need more deliveries than times, and refuse -1.
    holds: ({ backoff = [], max_deliver = -1 }, serverVersion) =>
      backoff.length > 0 &&
      (isAtLeast(parseServerVersion(serverVersion), [2, 10, 0])
        ? max_deliver > 0 && backoff.length > max_deliver
        : max_deliver <= backoff.length),
    reason:
      'max_deliver must be greater than the number of times in backoff; from nats-server 2.10 on it may be equal or -1',
  },
  {
    fields: ['filter_subject', 'filter_subjects'],
    holds: (config) => filtersOf(config).some((filter) => !isSubject(filter)),
    reason: 'a filter is not a subject',
  },
  {
    fields: ['filter_subjects'],
    holds: (config) => findPair(filtersOf(config), isWithin) !== undefined,
    reason: 'one of the filters includes another one',
  },
  {
    fields: ['priority_groups'],
    holds: ({ priority_groups = [] }) => priority_groups.some((group) => !/^[a-zA-Z0-9/_=-]{1,16}$/.test(group)),
    reason: 'a priority group has up to 16 letters, digits, slashes, underscores, equal signs and hyphens',
  },
  {
    fields: ['priority_timeout', 'priority_policy'],
    holds: ({ priority_policy, priority_timeout }) => !isSet(priority_policy) && isSet(priority_timeout),
    reason: 'priority_timeout goes with a priority policy',
  },
  {
    fields: ['deliver_subject'],
    holds: ({ deliver_subject = '' }) =>
      deliver_subject !== '' && (!isSubject(deliver_subject) || /(?:^|\.)[*>](?:\.|$)/.test(deliver_subject)),
    reason: 'deliver_subject must be a subject without wildcards',
  },
  {
    fields: ['max_ack_pending'],
    holds: ({ deliver_subject, ack_policy, max_ack_pending = 0 }) =>
      isSet(deliver_subject) && ack_policy === 'none' && max_ack_pending > 0,
    reason: 'a push consumer without acknowledgements has no max_ack_pending',
  },
  {
    fields: ['max_waiting'],
    holds: ({ deliver_subject, max_waiting }) => isSet(deliver_subject) && isSet(max_waiting),
    reason: 'a push consumer has no waiting pulls',
  },
  {
    fields: ['sample_freq'],
    holds: ({ sample_freq = '' }) => sample_freq !== '' && !/^\+?\d+%?$/.test(sample_freq),
    reason: 'sample_freq must be a percentage, such as 50%',
  },
  {
    fields: ['metadata'],
    holds: ({ metadata }) => isTooLong(metadata),
    reason: 'metadata exceeds 128 KiB',
  },
];

const filtersOf = ({ filter_subject, filter_subjects }: ConsumerSettings): readonly string[] =>
  filter_subject ? [filter_subject] : (filter_subjects ?? []);

/** The largest number of bytes of all names and values together that servers accept. */
export function isTooLong(metadata: Readonly<Record<string, string>> | undefined): boolean {
  const text = Object.entries(metadata ?? {})
    .flat()
    .join('');
  return Buffer.byteLength(text) > 128 * 1024;
}

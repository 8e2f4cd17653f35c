import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { isSet } from '../json/is-set.js';
import type { Conflict } from './field-change.js';

/** Settings of a consumer that the servers refuse together; the same on 2.9.10 and 2.15.1 where both know the fields. */
export const consumerConflicts: readonly Conflict<ConsumerSettings>[] = [
  {
    fields: ['filter_subject', 'filter_subjects'],
    holds: ({ filter_subject, filter_subjects }) => isSet(filter_subject) && isSet(filter_subjects),
    reason: 'filter_subject and filter_subjects exclude one another; empty the other one',
  },
  {
    fields: ['ack_wait'],
    holds: ({ ack_wait, backoff }) => isSet(backoff) && ack_wait !== backoff?.[0],
    reason: 'with a backoff it is the first time of that',
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
];

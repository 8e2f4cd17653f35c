import type { ConsumerInfo } from '@nats-io/jetstream';
import { buildMatcher, type Matcher, type QueryFields } from './build-matcher.js';
import { parseQuery } from './parse-query.js';

/** Fields of newer servers that the type of the library does not have. */
interface PriorityState {
  readonly priority_groups?: readonly { readonly pinned_client_id?: string }[];
}

/** The fields of a consumer query. Ages count back from `nowMs`. */
function consumerFields(nowMs: number): QueryFields<ConsumerInfo> {
  const sinceMs = (time: unknown): number | undefined => {
    const timeMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
    return Number.isNaN(timeMs) ? undefined : nowMs - timeMs;
  };
  return {
    name: { kind: 'text', read: ({ name }) => name },
    description: { kind: 'text', read: ({ config }) => config.description },
    ack: { kind: 'text', read: ({ config }) => config.ack_policy },
    subject: {
      kind: 'subject',
      read: ({ config }) => config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : ['>']),
    },
    replicas: { kind: 'number', read: ({ config }) => config.num_replicas },
    pending: { kind: 'number', read: ({ num_pending }) => num_pending },
    ackpending: { kind: 'number', read: ({ num_ack_pending }) => num_ack_pending },
    redelivered: { kind: 'number', read: ({ num_redelivered }) => num_redelivered },
    waiting: { kind: 'number', read: ({ num_waiting }) => num_waiting },
    apilevel: { kind: 'number', read: ({ config }) => Number(config.metadata?.['_nats.req.level'] ?? 0) },
    age: { kind: 'duration', read: ({ created }) => sinceMs(created) },
    // The server sends a time here, but the type of the library is a number.
    idle: { kind: 'duration', read: ({ delivered }) => sinceMs(delivered.last_active) },
    leader: { kind: 'text', read: ({ cluster }) => cluster?.leader },
    pull: { kind: 'claim', read: ({ config }) => !config.deliver_subject },
    push: { kind: 'claim', read: ({ config }) => Boolean(config.deliver_subject) },
    durable: { kind: 'claim', read: ({ config }) => Boolean(config.durable_name) },
    bound: { kind: 'claim', read: ({ push_bound }) => push_bound },
    paused: { kind: 'claim', read: ({ paused }) => paused },
    pinned: {
      kind: 'claim',
      read: (info: ConsumerInfo & PriorityState) =>
        (info.priority_groups ?? []).some((group) => group.pinned_client_id),
    },
  };
}

/** Builds the matcher of a consumer query such as `pull and pending > 1000`. Throws `INVALID_QUERY`. */
export function buildConsumerMatcher(query: string, nowMs: number): Matcher<ConsumerInfo> {
  return buildMatcher(parseQuery(query), consumerFields(nowMs), query);
}

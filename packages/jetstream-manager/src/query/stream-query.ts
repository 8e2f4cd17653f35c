import type { StreamInfo } from '@nats-io/jetstream';
import { isInternalName } from '../api/stream-kind.js';
import { buildMatcher, type Matcher, type QueryFields } from './build-matcher.js';
import { parseQuery } from './parse-query.js';

/** The fields of a stream query. Ages count back from `nowMs`. */
function streamFields(nowMs: number): QueryFields<StreamInfo> {
  const sinceMs = (time: string | undefined): number | undefined => {
    const timeMs = Date.parse(time ?? '');
    return Number.isNaN(timeMs) ? undefined : nowMs - timeMs;
  };
  return {
    name: { kind: 'text', read: ({ config }) => config.name },
    description: { kind: 'text', read: ({ config }) => config.description },
    retention: { kind: 'text', read: ({ config }) => config.retention },
    storage: { kind: 'text', read: ({ config }) => config.storage },
    subject: { kind: 'subject', read: ({ config }) => config.subjects ?? [] },
    replicas: { kind: 'number', read: ({ config }) => config.num_replicas },
    messages: { kind: 'number', read: ({ state }) => state.messages },
    bytes: { kind: 'number', read: ({ state }) => state.bytes },
    consumers: { kind: 'number', read: ({ state }) => state.consumer_count },
    subjects: { kind: 'number', read: ({ state }) => state.num_subjects ?? 0 },
    deleted: { kind: 'number', read: ({ state }) => state.num_deleted ?? 0 },
    apilevel: { kind: 'number', read: ({ config }) => Number(config.metadata?.['_nats.req.level'] ?? 0) },
    age: { kind: 'duration', read: ({ created }) => sinceMs(created) },
    idle: {
      kind: 'duration',
      // A stream that never had a message reports the year 1. It counts as idle since its creation.
      read: ({ state, created }) => sinceMs(state.last_ts?.startsWith('0001') ? created : state.last_ts),
    },
    leader: { kind: 'text', read: ({ cluster }) => cluster?.leader },
    cluster: { kind: 'text', read: ({ cluster }) => cluster?.name },
    server: {
      kind: 'text',
      read: ({ cluster }) => [cluster?.leader ?? [], (cluster?.replicas ?? []).map((peer) => peer.name)].flat(),
    },
    origin: {
      kind: 'text',
      read: ({ config }) => [config.mirror?.name ?? [], (config.sources ?? []).map((source) => source.name)].flat(),
    },
    empty: { kind: 'claim', read: ({ state }) => state.messages === 0 },
    mirror: { kind: 'claim', read: ({ config }) => config.mirror !== undefined },
    sourced: { kind: 'claim', read: ({ config }) => (config.sources?.length ?? 0) > 0 },
    sealed: { kind: 'claim', read: ({ config }) => config.sealed },
    direct: { kind: 'claim', read: ({ config }) => config.allow_direct },
    ttl: { kind: 'claim', read: ({ config }) => config.allow_msg_ttl },
    counter: { kind: 'claim', read: ({ config }) => config.allow_msg_counter },
    schedules: { kind: 'claim', read: ({ config }) => config.allow_msg_schedules },
    atomic: { kind: 'claim', read: ({ config }) => config.allow_atomic },
    batched: { kind: 'claim', read: ({ config }) => config.allow_batched },
    async: { kind: 'claim', read: ({ config }) => config.persist_mode === 'async' },
    internal: { kind: 'claim', read: ({ config }) => isInternalName(config.name) },
  };
}

/** Builds the matcher of a stream query such as `replicas < 3 and idle > 1h`. Throws `INVALID_QUERY`. */
export function buildStreamMatcher(query: string, nowMs: number): Matcher<StreamInfo> {
  return buildMatcher(parseQuery(query), streamFields(nowMs), query);
}

import type { StreamList } from '@symphony-ts/jetstream-manager';
import { bytes } from '@symphony-ts/jetstream-manager/internal';
import { formatTable } from './table.js';
import { formatTime } from './time.js';

/** Streams by name, and below them those that did not answer. */
export function formatStreams({ streams, missing, offline }: StreamList): string {
  const rows = streams.map(({ lastInfo: { config, state, created } }) => [
    config.name,
    config.description ?? '',
    formatTime(created),
    state.messages,
    bytes(state.bytes),
    state.consumer_count,
    config.num_replicas,
    formatTime(state.last_ts),
  ]);
  const head = ['Name', 'Description', 'Created', 'Messages', 'Size', 'Consumers', 'Replicas', 'Last message'];
  const table = streams.length === 0 ? 'No streams.' : formatTable('Streams', head, rows);
  return [table, ...formatUnreachable(missing, offline)].join('\n\n');
}

/** What a cluster knows of but cannot show. */
export function formatUnreachable(missing: readonly string[], offline: Readonly<Record<string, string>>): string[] {
  return [
    ...(missing.length > 0 ? [`Did not answer: ${missing.join(', ')}`] : []),
    ...Object.entries(offline).map(([name, reason]) => `Offline: ${name}: ${reason}`),
  ];
}

/** The same for programs. */
export const streamsJson = ({ streams, missing, offline }: StreamList) => ({
  streams: streams.map(({ lastInfo }) => lastInfo),
  missing,
  offline,
});

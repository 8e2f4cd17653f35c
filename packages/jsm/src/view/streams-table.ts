import type { Stream, StreamList } from '@symphony-ts/jetstream-manager';
import { bytes, readLeftStream } from '@symphony-ts/jetstream-manager/internal';
import type { Look } from './look.js';
import { formatTable, formatTime } from './table.js';

/** A table of streams by name, and below it the streams that did not answer. */
export function formatStreams({ streams, ...trouble }: StreamList, look: Look): string {
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
  const table = streams.length === 0 ? 'No streams.' : formatTable('Streams', head, rows, look);
  return [table, ...formatLeft(streams), ...formatTrouble(trouble)].join('\n\n');
}

/** The streams that work created for a while, one per line. The work runs, or it was cut off. */
export const formatLeft = (streams: readonly Pick<Stream, 'lastInfo'>[]): string[] =>
  streams.flatMap(({ lastInfo }) => {
    const left = readLeftStream(lastInfo);
    return left === undefined ? [] : [`Temporary: ${left.stream}: ${left.text}`];
  });

/** The part of a list that cannot be shown. */
type Trouble = Pick<StreamList, 'missing' | 'offline' | 'unreadable'>;

/** The assets that exist but cannot be shown, one per line. */
export function formatTrouble({ missing, offline, unreadable }: Trouble): string[] {
  return [
    ...(missing.length > 0 ? [`Did not answer: ${missing.join(', ')}`] : []),
    ...Object.entries(offline).map(([name, reason]) => `Offline: ${name}: ${reason}`),
    ...[...unreadable].map(([name, error]) => `Not shown: ${name}: ${error.message}`),
  ];
}

/** The same list for programs. */
export const troubleJson = ({ missing, offline, unreadable }: Trouble) => ({
  missing,
  offline,
  unreadable: Object.fromEntries([...unreadable].map(([name, error]) => [name, error.message])),
});

/** Streams for programs. */
export const streamsJson = ({ streams, ...trouble }: StreamList) => ({
  streams: streams.map(({ lastInfo }) => lastInfo),
  ...troubleJson(trouble),
});

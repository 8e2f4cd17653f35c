import type { Stream, StreamList } from '@symphony-ts/jetstream-manager';
import { bytes, duration } from '@symphony-ts/jetstream-manager/internal';
import { formatServers } from './cluster-facts.js';
import type { Look } from './look.js';
import { formatLeft, formatTrouble } from './streams-table.js';
import { formatTable } from './table.js';

/** The columns by which a report can be sorted. */
export type StreamOrder = 'bytes' | 'messages' | 'consumers' | 'storage' | 'name';

const orders: Readonly<Record<StreamOrder, (a: Info, b: Info) => number>> = {
  bytes: (a, b) => b.state.bytes - a.state.bytes,
  messages: (a, b) => b.state.messages - a.state.messages,
  consumers: (a, b) => b.state.consumer_count - a.state.consumer_count,
  storage: (a, b) => a.config.storage.localeCompare(b.config.storage),
  name: (a, b) => a.config.name.localeCompare(b.config.name),
};

type Info = Stream['lastInfo'];

/** A report on streams: their size and servers, the lag of copies, and the number of leaders per server. */
export function formatStreamReport(
  { streams, ...trouble }: StreamList,
  { order, leaders, look }: { readonly order: StreamOrder; readonly leaders: boolean; readonly look: Look },
): string {
  if (streams.length === 0) return ['No streams.', ...formatTrouble(trouble)].join('\n\n');
  const infos = streams.map(({ lastInfo }) => lastInfo).sort(orders[order]);
  const copies = infos.flatMap(copyRows);
  return [
    formatTable('Streams', streamHead, infos.map(streamRow), look),
    ...(copies.length > 0 ? [formatTable('Mirrors and sources', copyHead, copies, look)] : []),
    ...(leaders ? [formatTable('Leaders', ['Server', 'Streams'], leaderRows(infos), look)] : []),
    ...formatLeft(streams),
    ...formatTrouble(trouble),
  ].join('\n\n');
}

const streamHead = ['Stream', 'Storage', 'Placement', 'Consumers', 'Messages', 'Size', 'Deleted', 'Servers'];

const streamRow = ({ config, state, cluster }: Info) => [
  config.name,
  config.storage,
  [config.placement?.cluster, ...(config.placement?.tags ?? [])].filter(Boolean).join(', '),
  state.consumer_count,
  state.messages,
  bytes(state.bytes),
  state.num_deleted ?? 0,
  formatServers(cluster),
];

const copyHead = ['Stream', 'Kind', 'From', 'Filter', 'Seen', 'Behind', 'Trouble'];

/** Servers write -1 before the first contact with an origin. */
const copyRows = ({ config, mirror, sources = [] }: Info) =>
  [
    ...(mirror ? [{ kind: 'mirror', origin: mirror }] : []),
    ...sources.map((origin) => ({ kind: 'source', origin })),
  ].map(({ kind, origin }) => [
    config.name,
    kind,
    origin.name,
    [config.mirror, ...(config.sources ?? [])].find((wanted) => wanted?.name === origin.name)?.filter_subject ?? '',
    origin.active < 0 ? 'never' : `${duration(Math.round(origin.active / 1e6) * 1e6)} ago`,
    origin.lag,
    origin.error?.description ?? '',
  ]);

function leaderRows(infos: readonly Info[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { cluster } of infos) {
    const leader = cluster?.leader || 'none';
    counts.set(leader, (counts.get(leader) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

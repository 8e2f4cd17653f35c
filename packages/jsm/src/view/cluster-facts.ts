import type { Stream } from '@symphony-ts/jetstream-manager';
import { duration } from '@symphony-ts/jetstream-manager/internal';
import { formatFacts } from './table.js';

type ClusterInfo = Stream['lastInfo']['cluster'];

/** The servers of a stream or consumer. Empty outside a cluster. */
export function formatCluster(cluster: ClusterInfo): string {
  if (cluster?.name === undefined) return '';
  return formatFacts('Cluster', [
    ['Name', cluster.name],
    ['Leader', cluster.leader],
    ...(cluster.replicas ?? []).map((peer): readonly [string, string] => {
      const state = peer.offline ? 'offline' : peer.current ? 'current' : 'outdated';
      return ['Replica', `${peer.name}, ${state}, seen ${duration(peer.active)} ago, ${peer.lag ?? 0} behind`];
    }),
  ]);
}

/** The servers of a stream or consumer, as a report shows them. */
interface Replicated {
  readonly leader?: string;
  readonly replicas?: readonly { readonly name: string; readonly current: boolean; readonly offline?: boolean }[];
}

/** The servers on one line. A star follows the leader, and an exclamation mark a server that is behind. */
export function formatServers(cluster: Replicated | undefined): string {
  if (cluster === undefined) return '';
  const replicas = (cluster.replicas ?? []).map(
    ({ name, current, offline }) => `${name}${offline || !current ? '!' : ''}`,
  );
  return [...(cluster.leader ? [`${cluster.leader}*`] : []), ...replicas].sort().join(', ');
}

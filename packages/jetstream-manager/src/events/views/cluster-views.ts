import type { EventType } from '../kinds/event.js';
import { grouped, lengthOf, line } from '../text/values.js';
import { clientBlock, replicasBlock } from './connection.js';
import type { View } from './view.js';

type ClusterEvent = Extract<
  EventType,
  `${string}.${'api_audit' | 'api_limit_reached' | `${string}_leader_elected` | `${string}_quorum_lost` | 'server_out_of_space' | 'server_removed'}`
>;

const inCluster = (cluster: unknown) => (typeof cluster === 'string' && cluster !== '' ? ` in cluster ${cluster}` : '');

/** Views of the JetStream API and the cluster: leaders, quorums, servers. */
export const clusterViews: { readonly [T in ClusterEvent]: View<T> } = {
  'io.nats.jetstream.advisory.v1.api_audit': {
    compact: (e) => {
      const who = [e.client?.user === undefined ? '' : `${e.client.user} @`, e.client?.acc ?? ''];
      return [line`[JS API] ${e.subject}`, ...who].filter((part) => part !== '').join(' ');
    },
    title: 'JetStream API Access',
    details: (e) => [
      ['Server', e.server ?? '-'],
      ['Subject', e.subject ?? '-'],
      clientBlock(e.client),
      { heading: 'Request', text: e.request === undefined || e.request === '' ? 'Empty Request' : e.request },
      { heading: 'Response', text: e.response ?? '-' },
    ],
  },
  'io.nats.jetstream.advisory.v1.api_limit_reached': {
    compact: (e) =>
      line`[JS API Limit] ${e.server} ${e.domain === undefined ? '' : `in domain ${e.domain} `}discarded ${grouped(e.dropped)} messages`,
    title: 'API Limit Reached',
    details: (e) => [
      ['Server', e.server ?? '-'],
      ['Dropped', grouped(e.dropped)],
      ['Domain', e.domain],
    ],
  },
  'io.nats.jetstream.advisory.v1.stream_leader_elected': {
    compact: (e) => line`[RAFT] Stream ${e.stream} elected ${e.leader} of ${lengthOf(e.replicas)} peers`,
    title: 'Stream Leader Election',
    details: (e) => [['Stream', e.stream ?? '-'], ['Leader', e.leader ?? '-'], replicasBlock(e.replicas)],
  },
  'io.nats.jetstream.advisory.v1.stream_quorum_lost': {
    compact: (e) => line`[RAFT] Stream ${e.stream} lost quorum of ${lengthOf(e.replicas)} peers`,
    title: 'Stream Quorum Lost',
    details: (e) => [['Stream', e.stream ?? '-'], replicasBlock(e.replicas)],
  },
  'io.nats.jetstream.advisory.v1.consumer_leader_elected': {
    compact: (e) =>
      line`[RAFT] Consumer ${e.stream} > ${e.consumer} elected ${e.leader} of ${lengthOf(e.replicas)} peers`,
    title: 'Consumer Leader Election',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Consumer', e.consumer ?? '-'],
      ['Leader', e.leader ?? '-'],
      replicasBlock(e.replicas),
    ],
  },
  'io.nats.jetstream.advisory.v1.consumer_quorum_lost': {
    compact: (e) => line`[RAFT] Consumer ${e.stream} > ${e.consumer} lost quorum of ${lengthOf(e.replicas)} peers`,
    title: 'Consumer Quorum Lost',
    details: (e) => [['Stream', e.stream ?? '-'], ['Consumer', e.consumer ?? '-'], replicasBlock(e.replicas)],
  },
  'io.nats.jetstream.advisory.v1.domain_leader_elected': {
    compact: (e) =>
      line`[RAFT] Domain leader elected ${e.leader} in cluster ${e.cluster} leader of ${lengthOf(e.replicas)} peers`,
    title: 'Domain Leader Election',
    details: (e) => [
      ['Leader', e.leader ?? '-'],
      ['Cluster', e.cluster ?? '-'],
      ['Domain', e.domain],
      replicasBlock(e.replicas),
    ],
  },
  'io.nats.jetstream.advisory.v1.server_out_of_space': {
    compact: (e) => line`[Out of Space] ${e.server} (${e.server_id})${inCluster(e.cluster)} ran out of disk space`,
    title: 'Out of Disk Space',
    details: (e) => [
      ['Server', line`${e.server} - ${e.server_id}`],
      ['Cluster', e.cluster],
      ['Stream', e.stream],
    ],
  },
  'io.nats.jetstream.advisory.v1.server_removed': {
    compact: (e) => line`[Server Removed] ${e.server} (${e.server_id})${inCluster(e.cluster)} was removed`,
    title: 'Server Removed',
    details: (e) => [
      ['Server', line`${e.server} - ${e.server_id}`],
      ['Cluster', e.cluster ?? '-'],
      ['Domain', e.domain],
    ],
  },
};

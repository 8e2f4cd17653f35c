import type { StreamInfo } from '@nats-io/jetstream';
import type { CheckReport } from './check-result.js';
import type { StreamCheckOptions } from './stream-check-options.js';

const nanosPerSecond = 1e9;

/** Checks the servers of a stream: their number is as expected, one leads, and none is offline, behind or silent. */
export function checkStreamPeers(
  { config, cluster }: StreamInfo,
  options: StreamCheckOptions,
  report: CheckReport,
): void {
  const { peersExpected, peerLagCritical, peerSeenCritical } = options;
  const isClustered = cluster !== undefined && config.num_replicas > 1;
  if (!isClustered) {
    if (peersExpected !== undefined && peersExpected > 1) report.critical('Stream is not clustered');
    return;
  }
  if (!cluster.leader) return report.critical('No leader');
  const replicas = cluster.replicas ?? [];
  const peers = replicas.length + 1;
  const expected = peersExpected ?? config.num_replicas;
  report.metric({ name: 'peers', value: peers, help: 'Servers that hold the stream' });
  if (peers === expected) report.ok(`${peers} peers`);
  else report.critical(`Expected ${expected} replicas got ${peers}`);

  const offline = replicas.filter((peer) => peer.offline).length;
  report.metric({ name: 'peers_offline', value: offline, help: 'Number of offline peers' });
  if (offline > 0) report.critical(`${offline} replicas offline`);
  if (peerLagCritical !== undefined) {
    const lagged = replicas.filter((peer) => (peer.lag ?? 0) > peerLagCritical).length;
    report.metric({ name: 'peers_lagged', value: lagged, help: 'Number of lagged peers' });
    if (lagged > 0) report.critical(`${lagged} replicas lagged`);
    else report.ok('replicas are current');
  }
  if (peerSeenCritical !== undefined) {
    const inactive = replicas.filter((peer) => peer.active > peerSeenCritical * nanosPerSecond).length;
    report.metric({ name: 'peers_inactive', value: inactive, help: 'Number of inactive peers' });
    if (inactive > 0) report.critical(`${inactive} replicas inactive`);
    else report.ok('replicas are active');
  }
}

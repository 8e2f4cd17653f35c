import { publish } from './stream-life.mjs';

const advisory = (name) => `io.nats.jetstream.advisory.v1.${name}`;

/** Leaders that step down, peers that leave, an account that is emptied. */
export async function clusterLife({ app, call, callAsSystem, cluster, seen, until }) {
  await publish(app, 'r3.a', 'replicated');
  const config = { name: 'R', durable_name: 'R', deliver_policy: 'all', ack_policy: 'explicit', num_replicas: 3 };
  await call('consumer_create', 'CONSUMER.CREATE.R3.R', { stream_name: 'R3', config, action: '' });
  await until(
    async () => (await call('consumer_info', 'CONSUMER.INFO.R3.R')).cluster?.leader,
    10_000,
    'a consumer leader',
  );
  await call('stream_leader_stepdown', 'STREAM.LEADER.STEPDOWN.R3', {});
  await call('stream_leader_stepdown', 'STREAM.LEADER.STEPDOWN.R3', { placement: { preferred: 'C1-9' } });
  await call('stream_leader_stepdown', 'STREAM.LEADER.STEPDOWN.NONE', {});
  await call('consumer_leader_stepdown', 'CONSUMER.LEADER.STEPDOWN.R3.R', {});
  await call('consumer_leader_stepdown', 'CONSUMER.LEADER.STEPDOWN.R3.NONE', {});
  await seen(advisory('stream_leader_elected'));
  await seen(advisory('consumer_leader_elected'));
  const { cluster: group } = await call('stream_info', 'STREAM.INFO.R3');
  await call('stream_remove_peer', 'STREAM.PEER.REMOVE.R3', { peer: group?.replicas?.[0]?.name ?? 'C1-1' });
  await call('stream_remove_peer', 'STREAM.PEER.REMOVE.R3', { peer: 'nobody' });
  await callAsSystem('account_purge', 'ACCOUNT.PURGE.NOBODY').catch((error) =>
    console.error(`account purge: ${error.message}`),
  );
  await callAsSystem('meta_leader_stepdown', 'META.LEADER.STEPDOWN', { placement: { cluster: 'C1' } });
  await cluster.metaLeader();
  await callAsSystem('meta_leader_stepdown', 'META.LEADER.STEPDOWN', { placement: { cluster: 'nowhere' } });
  await seen(advisory('domain_leader_elected'), 20_000);
}

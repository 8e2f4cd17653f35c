import { parse } from './recorder.mjs';
import { stream } from './stream-life.mjs';

const advisory = (name) => `io.nats.jetstream.advisory.v1.${name}`;

/** A server that leaves and is removed, and then a cluster that is too small for a quorum. */
export async function quorum({ as, call, callAsSystem, cluster, keep, seen, until }) {
  const leader = await cluster.metaLeader();
  const names = ['C1-1', 'C1-2', 'C1-3'];
  const follower = names.findIndex((name) => name !== leader);
  const last = names.indexOf(leader);
  await call('stream_create', 'STREAM.CREATE.Q', stream('Q', { subjects: ['q.>'], num_replicas: 3 }));
  const config = { name: 'C', durable_name: 'C', deliver_policy: 'all', ack_policy: 'explicit' };
  await call('consumer_create', 'CONSUMER.CREATE.Q.C', { stream_name: 'Q', config, action: '' });
  for (const what of ['STREAM.LEADER.STEPDOWN.Q', 'CONSUMER.LEADER.STEPDOWN.Q.C']) {
    const ask = what.startsWith('STREAM') ? 'STREAM.INFO.Q' : 'CONSUMER.INFO.Q.C';
    const name = what.startsWith('STREAM') ? 'stream' : 'consumer';
    await until(
      async () => {
        const { cluster: group } = await call(`${name}_info`, ask);
        if (group?.leader === leader) return true;
        await call(`${name}_leader_stepdown`, what, { placement: { preferred: leader } });
        return false;
      },
      20_000,
      `${leader} leading ${name}`,
    ).catch((error) => console.error(error.message));
  }

  const url = cluster.clientUrls[last];
  const [app, sys] = await Promise.all([as('app', url), as('sys', url)]);
  for (const nc of [app, sys]) {
    nc.subscribe('$JS.EVENT.>', { callback: (_error, msg) => keepTyped(keep, msg) });
    await nc.flush();
  }
  try {
    await callAsSystem('meta_server_remove', 'SERVER.REMOVE', { peer: 'nobody' });
    await until(
      async () => (await sysCall(sys, 'SERVER.REMOVE', { peer: names[follower] }, keep)).success,
      20_000,
      'a removed server',
    );
    // The removed server itself reports this, so it must still be running.
    await seen(advisory('server_removed'), 10_000).catch((error) => console.error(error.message));
    await cluster.stopNode(follower);
    await cluster.stopNode(names.findIndex((name, i) => name !== leader && i !== follower));
    await seen(advisory('stream_quorum_lost'), 60_000).catch((error) => console.error(error.message));
    await seen(advisory('consumer_quorum_lost'), 30_000).catch((error) => console.error(error.message));
  } finally {
    await Promise.all([app.close(), sys.close()]);
  }
}

async function sysCall(sys, subject, body, keep) {
  const reply = await sys.request(`$JS.API.${subject}`, JSON.stringify(body), { timeout: 3000 }).catch(() => undefined);
  if (!reply) return {};
  keep('io.nats.jetstream.api.v1.meta_server_remove_request', body);
  keep('io.nats.jetstream.api.v1.meta_server_remove_response', parse(reply.data));
  return parse(reply.data);
}

function keepTyped(keep, msg) {
  const message = parse(msg.data);
  keep(message.type, message);
}

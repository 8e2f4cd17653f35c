import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { connectSymphony } from '@symphony-ts/client';
import { type NatsCluster, type NatsServer, startNatsCluster } from '@symphony-ts/nats-server';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { failedOf, formatFailures, startLanes } from '../lanes.js';
import { patiently } from '../patiently.js';
import { quiet } from '../quiet.js';
import { atMost, type Goal, none, type Outcome, type Scenario, type Setting } from '../scenario.js';

const BUCKET = 'ledger';
const STREAM = `KV_${BUCKET}`;
const ROUNDS = 2;
/** Longer than an election can take. */
const TIMEOUT_MS = 15_000;
const BATCH = 500;
/** Longer than an election, which begins after 4 to 9 s. */
const AWAY_MS = 12_000;
const SETTLE_MS = 2_000;
/** How much longer than the server's outage the outage of the bucket may be. */
const OURS_MS = 1_000;

/** Removes the leader of a bucket, and then a follower, during writes that may not fail. */
export const leaderKilled: Scenario = {
  name: 'leader-killed',
  what: 'Single writes and batches of 500 go to a bucket on three servers. Twice, the leader of the bucket is killed with `-9`, and a follower is paused, each for 12 s.',
  run: async (setting) => {
    await using cluster = await startNatsCluster();
    const servers = [...cluster.clientUrls];
    await using connection = await connectSymphony({ ...quiet, nats: { servers } });
    const bare = await connect({ servers, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    try {
      return await run(cluster, { nc: connection.nc, bare }, setting);
    } finally {
      await bare.close();
    }
  },
};

interface Connections {
  readonly nc: NatsConnection;
  /** Writes with a plain NATS client, without the SDK. */
  readonly bare: NatsConnection;
}

async function run(cluster: NatsCluster, { nc, bare }: Connections, { scale, log }: Setting): Promise<Outcome> {
  await patiently(() => ensureBucket(nc, { name: BUCKET }, { replicas: 3 }));
  const bucket = await openBucket(nc, BUCKET, { timeoutMs: TIMEOUT_MS });
  const acknowledged = new Set<string>();
  const put = async (count: number): Promise<void> => {
    await bucket.put(`one.${count}`, count);
    acknowledged.add(`one.${count}`);
  };
  const putAll = async (count: number): Promise<void> => {
    const entries = Array.from({ length: BATCH }, (_, index) => [`all.${count}.${index}`, index] as const);
    const { errors } = await bucket.putAll(entries);
    for (const [key] of entries) if (!errors.has(key)) acknowledged.add(key);
    for (const error of errors.values()) throw error;
  };
  const isAnswered = async (): Promise<void> => {
    const reply = await bare.request(`$KV.${BUCKET}.bare`, '', { timeout: 250 });
    if (!('seq' in reply.json<object>())) throw new Error('refused');
  };
  const lanes = startLanes({
    'single writes': { call: put, callers: 4, pauseMs: 20 },
    batches: { call: putAll, callers: 1, pauseMs: 300 },
    bare: { call: isAnswered, callers: 1, pauseMs: 20 },
  });
  const findLeader = async (): Promise<NatsServer> => {
    const { cluster: group } = await (await jetstreamManager(bare)).streams.info(STREAM);
    const server = cluster.servers.find(({ name }) => name === group?.leader);
    if (!server) throw new Error('the bucket has a leader');
    return server;
  };
  const leader = (): Promise<NatsServer> => patiently(findLeader);
  await delay(SETTLE_MS);
  const gaps = { killed: 0, bare: 0, paused: 0 };
  for (let round = 0; round < ROUNDS * scale; round += 1) {
    const victim = await leader();
    lanes.resetGaps();
    await victim.kill();
    await delay(AWAY_MS);
    await victim.restart();
    await cluster.metaLeader();
    await delay(SETTLE_MS);
    const [ours, server] = [lanes.gapMs('single writes'), lanes.gapMs('bare')];
    if (ours > gaps.killed) Object.assign(gaps, { killed: ours, bare: server });
    log(`${victim.name} was killed: ours ${Math.round(ours)} ms, plain client ${Math.round(server)} ms`);
    const leads = await leader();
    const follower = cluster.servers.find((server) => server !== leads);
    if (follower?.pid === undefined) throw new Error('a follower runs');
    lanes.resetGaps();
    process.kill(follower.pid, 'SIGSTOP');
    await delay(AWAY_MS);
    process.kill(follower.pid, 'SIGCONT');
    await delay(SETTLE_MS);
    gaps.paused = Math.max(gaps.paused, lanes.gapMs('single writes'));
    log(`${follower.name} was paused: ours ${Math.round(lanes.gapMs('single writes'))} ms`);
  }
  const { bare: _bare, ...tallies } = await lanes.stop();
  const kept = new Set<string>();
  for await (const key of bucket.keys()) kept.add(key);
  const lost = [...acknowledged].filter((key) => !kept.has(key)).length;
  return {
    acknowledged: acknowledged.size,
    lost,
    recoveredMs: gaps.killed,
    goals: [
      none('acknowledged and lost: 0', lost),
      ...Object.entries(tallies).map(
        ([name, tally]): Goal => ({
          goal: `${name} that failed: 0`,
          measured: `${formatFailures(tally)} of ${failedOf(tally) + tally.answered}`,
          isMet: failedOf(tally) === 0,
        }),
      ),
      {
        goal: 'longest gap without a leader: at most a second more than for a plain NATS client',
        measured: `${Math.round(gaps.killed)} ms, plain client ${Math.round(gaps.bare)} ms`,
        isMet: gaps.killed <= gaps.bare + OURS_MS,
      },
      // A client of the paused server must first notice that its connection is dead.
      atMost('longest gap while a follower is paused: < 10 s', gaps.paused, 10_000, ' ms'),
    ],
  };
}

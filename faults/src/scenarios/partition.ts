import { setTimeout as delay } from 'node:timers/promises';
import { type ClusterInfo, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { SymphonyClient } from '@symphony-ts/client';
import { bucketStream, STATUS_BUCKET } from '@symphony-ts/contract';
import { createApplication, defineExtension, type WorkPartitioner } from '@symphony-ts/extension';
import { ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { failedOf, formatFailures, startLanes, type Tally } from '../lanes.js';
import { patiently } from '../patiently.js';
import { quiet } from '../quiet.js';
import { type RoutedCluster, startRoutedCluster } from '../routed-cluster.js';
import { atMost, type Goal, none, type Outcome, type Scenario, type Setting } from '../scenario.js';
import { waitUntil } from '../wait-until.js';

const BUCKET = 'ledger';
const ROUNDS = 2;
const CUT_MS = 20_000;
const SETTLE_MS = 3_000;
/** Longer than an election, which begins after 4 to 9 s. */
const TIMEOUT_MS = 15_000;
const OUTSIDE_TIMEOUT_MS = 2_000;
const READY_MS = 60_000;
/** Others wait for an instance that is cut off, because it may only be paused. By default they wait for a minute. */
const liveness = { heartbeatMs: 2_000, livenessMs: 6_000 };
const KEYS = Array.from({ length: 100 }, (_, index) => `key-${index}`);

const member = defineExtension({ prefix: 'shares', name: 'Member', version: '1.0.0' });

/** Cuts one of three servers off from the others, together with its clients. */
export const partition: Scenario = {
  name: 'partition',
  what: 'Twice, a server of three is cut off from the other two for 20 s: once the leader of a bucket, and once another server. Clients on both sides write, and instances on both sides share work.',
  run: async (setting) => {
    await using cluster = await startRoutedCluster();
    const stops: (() => Promise<unknown>)[] = [];
    try {
      const clients: SymphonyClient[] = [];
      for (const { url } of cluster.servers) {
        const client = await SymphonyClient.connect({ ...quiet, nats: { servers: url } });
        stops.push(() => client.close());
        clients.push(client);
      }
      const [first] = clients;
      if (!first) throw new Error('there are three clients');
      await makeBuckets(first.connection.nc);
      const partitioners: WorkPartitioner[] = [];
      for (const { url } of cluster.servers) {
        const application = await createApplication(member, {
          ...quiet,
          ...liveness,
          signals: false,
          nats: { servers: url },
        });
        stops.push(() => application.stop());
        await application.start();
        const partitioner = application.extensions[0]?.context.partitioner;
        if (!partitioner) throw new Error('an application has its extension');
        await partitioner.start();
        partitioners.push(partitioner);
      }
      await copy(first.connection.nc, STATUS_BUCKET);
      return await run({ cluster, clients, partitioners }, setting);
    } finally {
      for (const stop of stops.toReversed()) await stop();
    }
  },
};

/** Creates the bucket. Repeats that until JetStream has a leader. */
const makeBuckets = (nc: NatsConnection): Promise<unknown> =>
  patiently(() => ensureBucket(nc, { name: BUCKET }, { replicas: 3 }));

/** Puts a copy of the bucket on each server. */
async function copy(nc: NatsConnection, bucket: string): Promise<void> {
  const jsm = await jetstreamManager(nc);
  const { config } = await jsm.streams.info(bucketStream(bucket));
  await jsm.streams.update(config.name, { ...config, num_replicas: 3 });
}

interface Site {
  readonly cluster: RoutedCluster;
  /** One client on each server. */
  readonly clients: readonly SymphonyClient[];
  /** One partitioner on each server. */
  readonly partitioners: readonly WorkPartitioner[];
}

/** The results of one partition. */
interface Round {
  readonly inside: Tally;
  readonly insideGapMs: number;
  readonly outsideWrote: number;
  /** Milliseconds until the client of the cut-off server wrote again. */
  readonly backMs: number;
  readonly doubles: number;
  /** Milliseconds until all keys had an owner on the larger side. */
  readonly ownedMs: number;
}

async function run(site: Site, setting: Setting): Promise<Outcome> {
  const acknowledged = new Set<string>();
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS * setting.scale; round += 1) {
    const index = await indexOf(site, round % 2 === 0);
    rounds.push(await cutOff(site, { index, round, acknowledged }, setting));
  }
  const [client] = site.clients;
  const kept = new Set<string>();
  if (client) for await (const key of (await openBucket(client.connection.nc, BUCKET)).keys()) kept.add(key);
  const lost = [...acknowledged].filter((key) => !kept.has(key)).length;
  const failed = rounds.reduce((sum, { inside }) => sum + failedOf(inside), 0);
  const most = (of: (round: Round) => number): number => Math.max(...rounds.map(of));
  const failures: Goal = {
    goal: 'writes of the larger side that failed: 0',
    measured: rounds
      .map(({ inside }) => `${formatFailures(inside)} of ${failedOf(inside) + inside.answered}`)
      .join('; '),
    isMet: failed === 0,
  };
  return {
    acknowledged: acknowledged.size,
    lost,
    recoveredMs: most(({ backMs }) => backMs),
    goals: [
      none('acknowledged and lost: 0', lost),
      failures,
      atMost(
        'longest gap of writes on the larger side: < 12 s',
        most(({ insideGapMs }) => insideGapMs),
        12_000,
        ' ms',
      ),
      atMost(
        'writes acknowledged by the server that is cut off: 0',
        most(({ outsideWrote }) => outsideWrote),
        0,
      ),
      // When the cut-off server returns, it forces an election.
      atMost(
        'its clients write again after the partition: < 15 s',
        most(({ backMs }) => backMs),
        15_000,
        ' ms',
      ),
      atMost(
        'keys with two owners: 0',
        most(({ doubles }) => doubles),
        0,
      ),
      atMost(
        'all keys have an owner on the larger side: < 20 s',
        most(({ ownedMs }) => ownedMs),
        CUT_MS,
        ' ms',
      ),
    ],
  };
}

/** The index of the server that leads the bucket, or of another server. */
async function indexOf({ cluster, clients }: Site, isLeader: boolean): Promise<number> {
  const [client] = clients;
  if (!client) throw new Error('there are three clients');
  const group = await patiently(() => groupOf(client.connection.nc));
  return cluster.servers.findIndex(({ name }) => (name === group.leader) === isLeader);
}

/** The servers of the bucket. Throws if one of them is behind, because a partition would then leave no majority. */
async function groupOf(nc: NatsConnection): Promise<ClusterInfo> {
  const { cluster } = await (await jetstreamManager(nc)).streams.info(bucketStream(BUCKET));
  if (!cluster?.replicas?.every(({ current }) => current)) throw new Error('a copy of the bucket is behind');
  return cluster;
}

interface Cut {
  readonly index: number;
  readonly round: number;
  readonly acknowledged: Set<string>;
}

async function cutOff(site: Site, { index, round, acknowledged }: Cut, { log }: Setting): Promise<Round> {
  const { cluster, clients, partitioners } = site;
  const [victim, outsider] = [cluster.servers[index], clients[index]];
  if (!victim || !outsider) throw new Error('there are three of each');
  const larger = clients.filter((_, other) => other !== index);
  const [left, right] = await Promise.all(
    larger.map(({ connection }) => openBucket(connection.nc, BUCKET, { timeoutMs: TIMEOUT_MS })),
  );
  if (!left || !right) throw new Error('there are two on the larger side');
  const outside = await openBucket(outsider.connection.nc, BUCKET, {
    timeoutMs: OUTSIDE_TIMEOUT_MS,
  });
  await waitUntil('all work is shared', () => ownersOf(partitioners).every((owners) => owners === 1), READY_MS);
  const put = async (bucket: KeyValueBucket, key: string): Promise<void> => {
    await bucket.put(key, key);
    acknowledged.add(key);
  };
  const lanes = startLanes({
    inside: {
      call: (count: number) => put(count % 2 === 0 ? left : right, `in.${round}.${count}`),
      callers: 4,
      pauseMs: 20,
    },
    outside: { call: (count: number) => put(outside, `out.${round}.${count}`), callers: 2, pauseMs: 20 },
  });
  const doubles = new Set<string>();
  const looking = setInterval(() => {
    ownersOf(partitioners).forEach((owners, key) => owners > 1 && doubles.add(KEYS[key] ?? ''));
  }, 2);
  try {
    await delay(SETTLE_MS);
    lanes.resetGaps();
    cluster.cut(victim);
    await delay(SETTLE_MS); // Messages on their way arrive in this time.
    const before = lanes.answered('outside');
    const there = partitioners.filter((_, other) => other !== index);
    const owned = waitUntil(
      'the larger side has an owner for each key',
      () => ownersOf(there).every((owners) => owners === 1),
      READY_MS,
    );
    const cutAt = performance.now() - SETTLE_MS;
    const ownedMs = owned.then(() => performance.now() - cutAt);
    owned.catch(() => undefined);
    await delay(CUT_MS - SETTLE_MS);
    const insideGapMs = lanes.gapMs('inside');
    const outsideWrote = lanes.answered('outside') - before;
    cluster.heal(victim);
    const healedAt = performance.now();
    const wrote = lanes.answered('outside');
    await waitUntil(
      'the client of the server that was cut off writes',
      () => lanes.answered('outside') > wrote,
      READY_MS,
    );
    const backMs = performance.now() - healedAt;
    await waitUntil('all work is shared again', () => ownersOf(partitioners).every((owners) => owners === 1), READY_MS);
    await delay(SETTLE_MS);
    const { inside } = await lanes.stop();
    log(`${victim.name} was cut off: gap ${Math.round(insideGapMs)} ms, back after ${Math.round(backMs)} ms`);
    return { inside, insideGapMs, outsideWrote, backMs, doubles: doubles.size, ownedMs: await ownedMs };
  } finally {
    clearInterval(looking);
    await lanes.stop();
  }
}

/** For each key, the number of instances that consider it their own. */
const ownersOf = (partitioners: readonly WorkPartitioner[]): readonly number[] =>
  KEYS.map((key) => partitioners.filter((partitioner) => partitioner.isMyWork(key)).length);

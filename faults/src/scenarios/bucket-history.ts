import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { messageOf, startChild } from '../children.js';
import { troubleCluster } from '../cluster-trouble.js';
import { checkLinearizable } from '../history/linearizable.js';
import { byKey, type Operation, type Violation } from '../history/operation.js';
import { explainRepeats } from '../history/repeats.js';
import { checkSession } from '../history/session.js';
import { type ClientSettings, keyKinds } from '../history/settings.js';
import { patiently } from '../patiently.js';
import { atMost, type Goal, none, type Outcome, type Scenario, type Setting } from '../scenario.js';

const BUCKET = 'history';
const PROCESSES = 3;
const LANES = 5;
const OPERATIONS = 10_500;

/** Records what concurrent clients see in a bucket on three servers, and checks it. */
export const bucketHistory: Scenario = {
  name: 'bucket-history',
  what: 'Three processes get, put, create, update and delete the same keys of a bucket. The bucket is on three servers. One server at a time is killed or paused.',
  run: async (setting) => {
    const cluster = await startNatsCluster();
    try {
      return await run(cluster, setting);
    } finally {
      await cluster.stop();
    }
  },
};

async function run(cluster: NatsCluster, setting: Setting): Promise<Outcome> {
  const nc = await connect({ servers: [...cluster.clientUrls], maxReconnectAttempts: -1 });
  try {
    await patiently(() => ensureBucket(nc, { name: BUCKET, history: 5 }, { replicas: 3 }));
    const operations = Math.ceil((OPERATIONS * setting.scale) / PROCESSES);
    const clients = Array.from({ length: PROCESSES }, (_, index) => {
      const common = { servers: cluster.clientUrls, bucket: BUCKET, operations, lanes: LANES };
      const settings: ClientSettings = { ...common, process: index, seed: setting.seed + 1_000 * index };
      return startChild('./history/client.ts', settings);
    });
    const trouble = troubleCluster(cluster, setting);
    // A client only sends its history.
    const histories = (await Promise.all(clients.map((client) => messageOf(client)))) as Operation[][];
    const faults = await trouble.stop();
    // The last fault may have taken the leader. Its election takes longer than a read waits.
    const counters = await patiently(() => readCounters(nc));
    return judge(histories.flat(), faults.length, counters);
  } finally {
    await nc.close();
  }
}

/** The final value of each counter. */
async function readCounters(nc: NatsConnection): Promise<ReadonlyMap<string, number>> {
  const bucket = await openBucket(nc, BUCKET);
  const counters = new Map<string, number>();
  for await (const key of bucket.keys(`${keyKinds.counter}.>`)) {
    const entry = await bucket.get(key, { consistent: true });
    counters.set(key, Number(String(entry?.value).split('=')[1]));
  }
  return counters;
}

function judge(history: readonly Operation[], faults: number, counters: ReadonlyMap<string, number>): Outcome {
  const explained = [...byKey(history)].map(([key, list]) => [key, explainRepeats(list)] as const);
  const keys = new Map(explained.map(([key, { history: list }]) => [key, list]));
  const repeated = explained.reduce((sum, [, { repeated: count }]) => sum + count, 0);
  const ofKind = (kind: string) => [...keys].flatMap(([key, list]) => (key.startsWith(kind) ? [list] : []));
  const linear = (lists: readonly (readonly Operation[])[]): readonly Violation[] =>
    lists.flatMap((list) => checkLinearizable(list) ?? []);
  const writes = ofKind(keyKinds.session).map((list) => list.filter(({ action }) => action.kind !== 'get'));
  const strict = linear([...ofKind(keyKinds.consistent), ...ofKind(keyKinds.counter), ...writes]);
  const session = ofKind(keyKinds.session).flatMap((list) => checkSession(list));
  const wrongCounters = [...counters].filter(([key, count]) => !isExact(keys.get(key) ?? [], count));
  const caught = linear(ofKind(keyKinds.control)).length;
  const acknowledged = history.filter(isAcknowledged).length;
  return {
    acknowledged,
    goals: [
      { goal: 'operations checked: 10,000', measured: `${history.length}`, isMet: history.length >= 10_000 },
      { goal: 'servers killed or paused meanwhile', measured: `${faults}`, isMet: faults >= 3 },
      violationGoal('keys that are not linearizable with `consistent: true`: 0', strict),
      violationGoal('reads that break a session: 0', session),
      none('counters that are not exact: 0', wrongCounters.length),
      atMost('plain puts that a paused server stored a second time: < 10', repeated, 9),
      {
        goal: 'control: reads that return an old value on purpose are found',
        measured: `on ${caught} keys`,
        isMet: caught > 0,
      },
    ],
  };
}

function violationGoal(goal: string, violations: readonly Violation[]): Goal {
  const [first] = violations;
  const measured = first ? `${violations.length}: ${first.key}, ${first.rule}: ${first.what}` : '0';
  return { goal, measured, isMet: violations.length === 0, isStrict: true };
}

const isAcknowledged = ({ action, end }: Operation): boolean =>
  action.kind !== 'get' && end !== Number.POSITIVE_INFINITY && !('exists' in action) && !('conflict' in action);

/** A counter must contain every acknowledged step once. It may also contain steps with an unknown outcome. */
function isExact(history: readonly Operation[], count: number): boolean {
  const steps = history.filter(({ action }) => action.kind === 'update' && !action.conflict);
  const known = steps.filter(isAcknowledged).length;
  return count >= known && count <= steps.length;
}

import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { atMost, none, type Outcome, type Scenario, type Setting } from '../scenario.js';
import { waitUntil } from '../wait-until.js';

const BUCKET = 'ledger';
const ROUNDS = 3;
const BATCH = 200;

/** Kills a server during writes, and counts the acknowledged writes that it still has. */
export const serverKilled: Scenario = {
  name: 'server-killed',
  what: 'Batches of `putAll` and single writes go to a server. Three times, the server is killed with `-9`, and started again.',
  run: async (setting) => {
    const server = await startNatsServer();
    const nc = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    try {
      return await run(server, nc, setting);
    } finally {
      await nc.close();
      await server.stop();
    }
  },
};

async function run(server: NatsServer, nc: NatsConnection, { scale, random, log }: Setting): Promise<Outcome> {
  await ensureBucket(nc, { name: BUCKET });
  const bucket = await openBucket(nc, BUCKET);
  const acknowledged = new Set<string>();
  let lastAt = performance.now();
  const ending = new AbortController();
  const note = (keys: Iterable<string>): void => {
    for (const key of keys) acknowledged.add(key);
    lastAt = performance.now();
  };
  const single = async (): Promise<void> => {
    for (let count = 0; !ending.signal.aborted; count += 1) {
      const key = `single.${count}`;
      await bucket
        .put(key, count)
        .then(() => note([key]))
        .catch(() => undefined);
    }
  };
  const batches = async (): Promise<void> => {
    for (let count = 0; !ending.signal.aborted; count += 1) {
      const entries = Array.from({ length: BATCH }, (_, index) => [`batch.${count}.${index}`, index] as const);
      const { errors } = await bucket.putAll(entries);
      note(entries.flatMap(([key]) => (errors.has(key) ? [] : [key])));
    }
  };
  const writing = Promise.all([single(), batches()]);
  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS * scale; round += 1) {
    await delay(500 + random.whole(1_000));
    await server.kill();
    await server.restart();
    const up = performance.now();
    await waitUntil('a write after the restart', () => lastAt > up, 30_000);
    recoveries.push(lastAt - up);
    log(`writes again after ${Math.round(lastAt - up)} ms, ${acknowledged.size} acknowledged`);
  }
  ending.abort();
  await writing;
  const kept = new Set<string>();
  for await (const key of bucket.keys()) kept.add(key);
  const lost = [...acknowledged].filter((key) => !kept.has(key)).length;
  const recoveredMs = Math.max(...recoveries);
  return {
    acknowledged: acknowledged.size,
    lost,
    recoveredMs,
    goals: [
      none('acknowledged and lost: 0', lost),
      atMost('writes again after the restart: < 2 s', recoveredMs, 2_000, ' ms'),
    ],
  };
}

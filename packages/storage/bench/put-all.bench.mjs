// Writes the same entries in four ways, in turn, and compares the time of the batch writer with the others. NATS_SERVER_BIN
// selects the server.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createInbox } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const ENTRIES = 20_000;
const VALUE = new Uint8Array(128).fill(120);

const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });

async function putSequentially(bucket, entries) {
  for (const [key, value] of entries) await bucket.put(key, value);
}

async function putAtOnce(bucket, entries) {
  await Promise.all(entries.map(([key, value]) => bucket.put(key, value)));
}

/** The minimum: publish all, count the acknowledgements, and read none of them. */
async function publishBare(bucket, entries) {
  const reply = createInbox();
  let left = entries.length;
  await new Promise((resolve) => {
    const subscription = nc.subscribe(reply, {
      callback: () => {
        if (--left > 0) return;
        subscription.unsubscribe();
        resolve();
      },
    });
    for (const [key, value] of entries) nc.publish(`$KV.${bucket.name}.${key}`, value, { reply });
  });
}

async function putAll(bucket, entries) {
  const result = await bucket.putAll(entries);
  if (result.succeeded !== entries.length) throw new Error(`${result.failed} of ${result.total} failed`);
}

const ways = { putAll, publishBare, putAtOnce, putSequentially };

/** Milliseconds for one way on a new bucket. */
async function measure(way, round) {
  const name = `bench_${way}_${round}`;
  await ensureBucket(nc, { name });
  const bucket = await openBucket(nc, name, { raw: true, timeoutMs: 60_000 });
  const entries = Array.from({ length: ENTRIES }, (_, i) => [`key.${i}`, VALUE]);
  collectGarbage();
  const started = performance.now();
  await ways[way](bucket, entries);
  const elapsedMs = performance.now() - started;
  await nc.request(`$JS.API.STREAM.DELETE.KV_${name}`, undefined, { timeout: 10_000 });
  return elapsedMs;
}

/** All orders of the items. */
const permutations = (items) =>
  items.length < 2
    ? [items]
    : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));

const orders = permutations(Object.keys(ways));

const goals = {
  putSequentially: { beside: 'put, one after the other', goal: 0.1 },
  putAtOnce: { beside: 'Promise.all(put)', goal: 0.25 },
  publishBare: { beside: 'a bare loop that counts acknowledgements', goal: 1.11 },
};
const times = { putAll: [], publishBare: [], putAtOnce: [], putSequentially: [] };
for (const way of Object.keys(ways)) await measure(way, 0);
for (let round = 1; round <= ROUNDS; round++) {
  // Uses every order in turn. So what one way leaves behind, also on the server, affects all others equally.
  const order = orders[(round * 7) % orders.length];
  for (const way of order) times[way].push(await measure(way, round));
}
console.log(
  `nats-server ${server.version}: ${ENTRIES} entries of ${VALUE.length} B, file storage, R1, ${ROUNDS} rounds`,
);
for (const [way, { beside, goal }] of Object.entries(goals)) {
  reportRatio({ what: 'put-all', case: 'putAll', beside, goal, ratios: ratiosOf(times.putAll, times[way]) });
}

await nc.close();
await server.stop();

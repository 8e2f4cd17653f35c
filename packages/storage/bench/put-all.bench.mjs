// Writes the same entries four ways, in turns, and compares the batch writer with the others.
// usage: node packages/storage/bench/put-all.bench.mjs [--entries N] [--bytes N] [--rounds N] [--json FILE]
// NATS_SERVER_BIN picks the server.
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createInbox } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, openBucket } from '@symphony-ts/storage';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const { values: flags } = parseArgs({
  options: {
    entries: { type: 'string', default: '20000' },
    bytes: { type: 'string', default: '128' },
    rounds: { type: 'string', default: '24' },
    json: { type: 'string' },
  },
});
const entryCount = Number(flags.entries);
const rounds = Number(flags.rounds);

async function putSequentially(bucket, entries) {
  for (const [key, value] of entries) await bucket.put(key, value);
}

async function putAtOnce(bucket, entries) {
  await Promise.all(entries.map(([key, value]) => bucket.put(key, value)));
}

/** The least that can be done: publish all, count the acknowledgements, look at none. */
async function publishBare(bucket, entries, nc) {
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
const names = Object.keys(ways);

/** Each way on a fresh bucket; returns entries per second. */
async function measure(nc, way, round) {
  const name = `bench_${way}_${round}`;
  await ensureBucket(nc, { name });
  const bucket = await openBucket(nc, name, { raw: true, timeoutMs: 60_000 });
  const value = new Uint8Array(Number(flags.bytes)).fill(120);
  const entries = Array.from({ length: entryCount }, (_, i) => [`key.${i}`, value]);
  collectGarbage();
  const started = performance.now();
  await ways[way](bucket, entries, nc);
  const elapsedMs = performance.now() - started;
  await nc.request(`$JS.API.STREAM.DELETE.KV_${name}`, undefined, { timeout: 10_000 });
  return (entryCount / elapsedMs) * 1000;
}

/** All orders of the items. */
const permutations = (items) =>
  items.length < 2
    ? [items]
    : items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));

const orders = permutations(names);

const quantile = (sorted, q) => sorted[Math.round((sorted.length - 1) * q)] ?? Number.NaN;

function summarise(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) };
}

async function main() {
  const server = await startNatsServer();
  const nc = await connect({ servers: server.url, noAsyncTraces: true });
  const rates = { putAll: [], publishBare: [], putAtOnce: [], putSequentially: [] };
  for (const way of names) await measure(nc, way, 0);
  for (let round = 1; round <= rounds; round++) {
    // Every order in turn: what a way leaves behind for the next, on the server too, falls on each of the others alike.
    const order = orders[(round * 7) % orders.length];
    for (const way of order) rates[way].push(await measure(nc, way, round));
    process.stderr.write(`round ${round} of ${rounds}\r`);
  }
  await nc.close();
  await server.stop();

  const aims = { putSequentially: 10, putAtOnce: 4, publishBare: 0.9 };
  const ratios = Object.entries(aims).map(([against, aim]) => {
    const perRound = rates.putAll.map((rate, i) => rate / (rates[against][i] ?? Number.NaN));
    return { against, aim, ...summarise(perRound) };
  });
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${platform()} ${arch()}, Node ${process.version}`;
  const entriesPerSecond = Object.fromEntries(names.map((way) => [way, summarise(rates[way])]));

  console.log(`nats-server ${server.version}, ${machine}`);
  console.log(`${entryCount} entries of ${flags.bytes} B, file storage, R1, ${rounds} rounds; median (p10 to p90)`);
  for (const way of names) {
    const { median, p10, p90 } = summarise(rates[way]);
    console.log(
      `  ${way.padEnd(16)} ${median.toFixed(0).padStart(8)} entries/s (${p10.toFixed(0)} to ${p90.toFixed(0)})`,
    );
  }
  for (const { against, aim, median, p10, p90 } of ratios) {
    const verdict = median >= aim ? 'met' : 'MISSED';
    console.log(
      `  putAll / ${against.padEnd(16)} ${median.toFixed(2)} (${p10.toFixed(2)} to ${p90.toFixed(2)}), aim ${aim}: ${verdict}`,
    );
  }
  const report = {
    server: server.version,
    machine,
    entryCount,
    bytes: Number(flags.bytes),
    rounds,
    entriesPerSecond,
    ratios,
  };
  if (flags.json) writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = ratios.every(({ aim, median }) => median >= aim) ? 0 : 1;
}

void main();

// Compares backup and restore with a plain loop over the same protocol, in pairs: the same stream, chunk size and window,
// and the same bytes written to a file and synced. Fails if the median of the ratios is below nine tenths.
// usage: npm run bench -- backup, or node packages/jetstream-manager/bench/backup.bench.mjs
//   [--megabytes N] [--rounds N] [--chunk-kib N] [--window-kib N] [--json FILE]
// NATS_SERVER_BIN picks the server, TMPDIR the disk; one in memory shows the difference best.
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '@nats-io/transport-node';
import { backupStream, createManager, restoreStream } from '@symphony-ts/jetstream-manager';
import { startNatsServer } from '@symphony-ts/nats-server';
import { bareBackup, bareRestore } from './bare-transfer.mjs';
import { fillStream } from './fill-stream.mjs';

const { values: flags } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '12' },
    'chunk-kib': { type: 'string', default: '512' },
    /** Bytes that may be unacknowledged. For a backup: 8 MiB, the server's default, if the server cannot change it. */
    'window-kib': { type: 'string' },
    json: { type: 'string' },
  },
});
const rounds = Number(flags.rounds);
const chunkBytes = Number(flags['chunk-kib']) * 1024;
const windowBytes = flags['window-kib'] && Number(flags['window-kib']) * 1024;
const transfer = { chunkBytes, ...(windowBytes ? { windowBytes } : {}) };
const least = 0.9;
const stream = 'BENCH';

/** Wall time, and the processor time of this process with all its threads, in milliseconds. */
async function measure(run) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await run();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs, cpuMs: (user + system) / 1000 };
}

/** One pair of backups and one pair of restores. The order within a pair changes from round to round. */
async function measureRound(nc, manager, directory, round) {
  const paths = { bare: join(directory, `bare-${round}`), ours: join(directory, `ours-${round}`) };
  const order = round % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare'];
  const backups = {
    bare: () => bareBackup(nc, { stream, path: paths.bare, ...transfer }),
    ours: () => backupStream(manager, stream, paths.ours, transfer),
  };
  const backup = {};
  for (const who of order) backup[who] = await measure(backups[who]);
  const { size: bytes } = await stat(paths.bare);
  // Two snapshots of one stream differ by a few bytes, which hold times.
  if (Math.abs(bytes - backup.ours.result.bytes) > 1024) throw new Error('the two backups are not the same');

  const restores = {
    bare: () => bareRestore(nc, { metadata: backup.bare.result, path: paths.bare, chunkBytes }),
    ours: () => restoreStream(manager, paths.ours, { chunkBytes }),
  };
  const restore = {};
  for (const who of order) {
    await manager.streams.delete(stream);
    restore[who] = await measure(restores[who]);
  }
  await rm(paths.bare);
  await rm(paths.ours, { recursive: true });
  return { bytes, backup, restore };
}

const quantile = (sorted, share) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;

function summarise(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) };
}

/** The figures of one kind of pair: rates, processor time per megabyte, and the ratio to the plain loop. */
function compare(kind, samples) {
  const per = (read) => summarise(samples.map((sample) => read(sample[kind], sample.bytes / 1e6)));
  return {
    kind,
    megabytesPerSecond: {
      ours: per(({ ours }, megabytes) => (megabytes * 1000) / ours.wallMs),
      bare: per(({ bare }, megabytes) => (megabytes * 1000) / bare.wallMs),
    },
    cpuMsPerMegabyte: {
      ours: per(({ ours }, megabytes) => ours.cpuMs / megabytes),
      bare: per(({ bare }, megabytes) => bare.cpuMs / megabytes),
    },
    rateRatio: per(({ ours, bare }) => bare.wallMs / ours.wallMs),
  };
}

function print({ kind, megabytesPerSecond: rate, cpuMsPerMegabyte: cpu, rateRatio }) {
  const verdict = rateRatio.median >= least ? 'met' : 'MISSED';
  const spread = `${rateRatio.p10.toFixed(2)} to ${rateRatio.p90.toFixed(2)}`;
  console.log(
    `  ${kind.padEnd(7)} ${rate.ours.median.toFixed(0)} MB/s, bare ${rate.bare.median.toFixed(0)} MB/s; ` +
      `ratio ${rateRatio.median.toFixed(2)} (${spread}), aim ${least}: ${verdict}; ` +
      `CPU ${cpu.ours.median.toFixed(2)} ms/MB, bare ${cpu.bare.median.toFixed(2)} ms/MB`,
  );
}

const directory = await mkdtemp(join(tmpdir(), 'backup-bench-'));
const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const samples = [];
try {
  const manager = await createManager(nc, { timeoutMs: 30_000 });
  await fillStream(manager, stream, Number(flags.megabytes) * 1e6, 16 * 1024);
  await measureRound(nc, manager, directory, 0); // warm-up
  for (let round = 1; round <= rounds; round += 1) {
    samples.push(await measureRound(nc, manager, directory, round));
    process.stderr.write(`round ${round} of ${rounds}\r`);
  }
} finally {
  await nc.close();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}

const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${platform()} ${arch()}, Node ${process.version}`;
const results = ['backup', 'restore'].map((kind) => compare(kind, samples));
console.log(`nats-server ${server.version}, ${machine}`);
console.log(
  `${flags.megabytes} MB, chunks of ${chunkBytes / 1024} KiB, ${rounds} pairs; median (p10 to p90), CPU of the client`,
);
for (const result of results) print(result);
if (flags.json) {
  const report = { server: server.version, machine, ...transfer, rounds, results };
  writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`);
}
process.exitCode = results.every(({ rateRatio }) => rateRatio.median >= least) ? 0 : 1;

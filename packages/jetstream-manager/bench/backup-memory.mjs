// Backs up and restores a stream with consumers, and prints how far the process grew. Fails above 100 MB.
// usage: node bench/backup-memory.mjs [megabytes]; NATS_SERVER_BIN picks the server.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import { backupStream, createManager, restoreStream } from '@symphony-ts/jetstream-manager';
import { startNatsServer } from '@symphony-ts/nats-server';
import { fillStream } from './fill-stream.mjs';

const limit = 100e6;

/** Runs in its own process, so that filling the stream does not count. */
async function measure(url, directory) {
  const nc = await connect({ servers: url, noAsyncTraces: true });
  const manager = await createManager(nc, { timeoutMs: 30_000 });
  await manager.account.info();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const backup = await backupStream(manager, 'BENCH', directory);
  const peakOfBackup = peak;
  await manager.streams.delete('BENCH');
  const restore = await restoreStream(manager, directory);
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage.rss());
  await nc.close();
  const rate = (ms) => (backup.bytes / 1e3 / ms).toFixed(0);
  console.log(
    `${(backup.bytes / 1e6).toFixed(0)} MB: RSS grew by ${((peak - before) / 1e6).toFixed(1)} MB (backup alone ${((peakOfBackup - before) / 1e6).toFixed(1)} MB) from ${(before / 1e6).toFixed(0)} MB; ` +
      `backup ${rate(backup.elapsedMs)} MB/s, restore ${rate(restore.elapsedMs)} MB/s, ${restore.state.messages} messages`,
  );
  process.exit(peak - before < limit ? 0 : 1);
}

if (process.argv[2] === 'measure') await measure(process.argv[3], process.argv[4]);
else {
  const megabytes = Number(process.argv[2] ?? 1000);
  const root = await mkdtemp(join(tmpdir(), 'backup-memory-'));
  const server = await startNatsServer();
  try {
    const nc = await connect({ servers: server.url, noAsyncTraces: true });
    await fillStream(await createManager(nc, { timeoutMs: 30_000 }), 'BENCH', megabytes * 1e6, 16 * 1024);
    await nc.close();
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'measure', server.url, join(root, 'B')], {
      stdio: 'inherit',
    });
    process.exitCode = await new Promise((resolve) => child.once('exit', resolve));
    console.log(`nats-server ${server.version}`);
  } finally {
    await server.stop();
    await rm(root, { recursive: true, force: true });
  }
}

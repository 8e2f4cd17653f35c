// Backs up a stream into S3, plain, encrypted and incremental, fetches and restores it, and prints how far the process
// grew each time. The S3 server runs in its own process. Fails above 150 MB: a block or a part has 4 to 8 MiB, and four
// of them are in memory at once.
// usage: node bench/store-memory.mjs [megabytes]; NATS_SERVER_BIN picks the server.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import {
  createBackupKey,
  createManager,
  fetchBackup,
  parseBackupKey,
  restoreStream,
  s3Store,
  storeBackup,
} from '@symphony-ts/jetstream-manager';
import { startNatsServer } from '@symphony-ts/nats-server';
import { fillStream } from './fill-stream.mjs';

const limit = 150e6;
const [mode, ...given] = process.argv.slice(2);
const login = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', bucket: 'backups' };

/** Each kind of backup runs in its own process, so that nothing else counts. */
async function measure(kind, url, endpoint, directory, secret) {
  const nc = await connect({ servers: url, noAsyncTraces: true });
  const manager = await createManager(nc, { timeoutMs: 30_000 });
  await manager.account.info();
  const store = s3Store({ ...login, endpoint, prefix: kind.split(',')[0] });
  const key = kind.startsWith('plain') ? {} : { key: parseBackupKey(secret) };
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const startMs = performance.now();
  const { name, bytes, storedBytes } = await storeBackup(manager, 'BENCH', store, {
    ...key,
    incremental: kind.startsWith('incremental'),
  });
  const storedMs = performance.now();
  await fetchBackup(store, name, directory, key);
  const fetchedMs = performance.now();
  await manager.streams.delete('BENCH');
  const { state } = await restoreStream(manager, directory);
  const restoredMs = performance.now();
  clearInterval(timer);
  await nc.close();
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  const stored = storedBytes === undefined ? '' : `, ${(storedBytes / 1e6).toFixed(1)} MB of it stored`;
  console.log(
    `${kind}: ${(bytes / 1e6).toFixed(0)} MB${stored}; stored in ${seconds(storedMs - startMs)}, fetched and verified in ` +
      `${seconds(fetchedMs - storedMs)}, restored in ${seconds(restoredMs - fetchedMs)}; ${state.messages} messages; ` +
      `RSS grew by ${((peak - before) / 1e6).toFixed(0)} MB from ${(before / 1e6).toFixed(0)} MB`,
  );
  process.exit(peak - before < limit ? 0 : 1);
}

async function serve(directory) {
  const { default: S3rver } = await import('s3rver');
  const service = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: login.bucket, configs: [] }],
  });
  const { port } = await service.run();
  process.stdout.write(`http://127.0.0.1:${port}`);
}

async function main(megabytes) {
  const root = await mkdtemp(join(tmpdir(), 'store-memory-'));
  const own = fileURLToPath(import.meta.url);
  const server = await startNatsServer();
  const s3 = spawn(process.execPath, [own, 'serve', join(root, 's3')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [endpoint] = await once(s3.stdout, 'data');
    const nc = await connect({ servers: server.url, noAsyncTraces: true });
    const manager = await createManager(nc, { timeoutMs: 30_000 });
    await fillStream(manager, 'BENCH', megabytes * 1e6, 16 * 1024);
    console.log(`nats-server ${server.version}`);
    const secret = createBackupKey();
    for (const kind of ['plain', 'sealed', 'incremental', 'incremental, nothing new', 'incremental, 1 % more']) {
      if (kind.endsWith('more')) {
        const js = manager.jetstream.jetstream();
        for (let left = megabytes * 1e4; left > 0; left -= 16_384)
          await js.publish('BENCH.1', Buffer.alloc(16_384, left));
      }
      const directory = join(root, kind);
      const words = ['measure', kind, server.url, endpoint.toString(), directory, secret];
      const [code] = await once(
        spawn(process.execPath, [...process.execArgv, own, ...words], { stdio: 'inherit' }),
        'exit',
      );
      if (code !== 0) process.exitCode = 1;
      await rm(directory, { recursive: true, force: true });
    }
    await nc.close();
  } finally {
    s3.kill();
    await server.stop();
    await rm(root, { recursive: true, force: true });
  }
}

if (mode === 'measure') await measure(...given);
else if (mode === 'serve') await serve(...given);
else await main(Number(mode ?? 1000));

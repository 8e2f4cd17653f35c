// Makes many client keys on one platform, starts it again, and revokes them all: what a start, an exchange and a revocation cost.
// usage: node packages/platform/bench/client-fleet.bench.mjs [--clients 100000] [--connected 50]
// NATS_SERVER_BIN picks the server. BENCH_NODE_ARGS=--expose-gc measures the heap without garbage.
import { mkdtemp, rm } from 'node:fs/promises';
import { arch, cpus, platform as system, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { startProcess } from './process.mjs';

const { values: flags } = parseArgs({
  options: { clients: { type: 'string', default: '100000' }, connected: { type: 'string', default: '50' } },
});
const clients = Number(flags.clients);
const connected = Math.min(Number(flags.connected), clients);
/** Keys that are made, and revoked, at the same time. */
const AT_ONCE = 50;
/** Keys of one message between the processes. */
const CHUNK = 1_000;
const PING_MS = 20;

const seconds = (since) => Number(((performance.now() - since) / 1_000).toFixed(1));
const share = (sorted, part) =>
  Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1));

const megabytes = async (platform, deed) => Math.round((await platform.ask(deed)) / 2 ** 20);

async function exchange({ httpUrl }, token) {
  const reply = await fetch(`${httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  return { status: reply.status, credentials: await reply.json() };
}

async function enter(platform, token) {
  const { status, credentials } = await exchange(platform, token);
  if (status !== 200) throw new Error(`the exchange was answered ${status}`);
  const { servers, jwt, seed, instanceId } = credentials;
  const authenticator = jwtAuthenticator(jwt, new TextEncoder().encode(seed));
  return await connect({ servers, authenticator, inboxPrefix: `_INBOX.${instanceId}`, reconnect: false });
}

/** Asks `GET /ping` again and again until `stop`, which gives the times of all answers in milliseconds, sorted. */
function keepPinging({ httpUrl }) {
  const times = [];
  const stopped = new AbortController();
  const work = (async () => {
    while (!stopped.signal.aborted) {
      const started = performance.now();
      await (await fetch(`${httpUrl}/api/v1/ping`)).text();
      times.push(performance.now() - started);
      await setTimeout(PING_MS);
    }
  })();
  return async () => {
    stopped.abort();
    await work;
    return times.sort((a, b) => a - b);
  };
}

const dataDir = await mkdtemp(join(tmpdir(), 'symphony-clients-'));
const row = { clients };
let platform = await startProcess('fleet-platform.mjs', dataDir);
try {
  row.readyMsEmpty = Math.round(platform.readyMs);
  let started = performance.now();
  const keys = [];
  while (keys.length < clients) {
    const count = Math.min(CHUNK, clients - keys.length);
    keys.push(...(await platform.ask('createClients', { count, atOnce: AT_ONCE })));
    if (keys.length % (CHUNK * 10) === 0) console.log(`${keys.length} keys after ${seconds(started)} s`);
  }
  row.madeSeconds = seconds(started);
  await platform.stop();

  platform = await startProcess('fleet-platform.mjs', dataDir);
  row.readyMs = Math.round(platform.readyMs);
  row.memoryMb = await megabytes(platform, 'memory');
  row.heapMb = await megabytes(platform, 'heap');
  const picked = keys.filter((_, index) => index % Math.ceil(clients / connected) === 0);
  const connections = [];
  started = performance.now();
  for (const { token } of picked) connections.push(await enter(platform, token));
  row.exchangeAndConnectMs = Math.round((performance.now() - started) / picked.length);
  const open = new Set(connections);
  for (const nc of connections) void nc.closed().then(() => open.delete(nc));

  const stopPinging = keepPinging(platform);
  started = performance.now();
  const cpuBefore = await platform.ask('cpu');
  for (let from = 0; from < clients; from += CHUNK) {
    const ids = keys.slice(from, from + CHUNK).map(({ id }) => id);
    await platform.ask('revokeAll', { ids, atOnce: AT_ONCE });
    if ((from / CHUNK) % 10 === 9) console.log(`${from + CHUNK} revoked after ${seconds(started)} s`);
  }
  row.revokedSeconds = seconds(started);
  row.revocationCpuMs = Number((((await platform.ask('cpu')) - cpuBefore) / 1_000 / clients).toFixed(2));
  const pings = await stopPinging();
  row.pingMs = `${share(pings, 0.5)} / ${share(pings, 0.99)}`;
  row.memoryAfterMb = await megabytes(platform, 'memory');
  row.heapAfterMb = await megabytes(platform, 'heap');
  await Promise.race([Promise.all(connections.map((nc) => nc.closed())), setTimeout(10_000)]);
  const statuses = await Promise.all(picked.map(async ({ token }) => (await exchange(platform, token)).status));
  row.leftOpen = open.size;
  row.notRefused = statuses.filter((status) => status !== 401).length;
} finally {
  await platform.stop();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${system()} ${arch()}, Node ${process.version}`);
console.table([row]);
if (row.leftOpen > 0 || row.notRefused > 0) process.exitCode = 1;

// Registers many extensions on one platform, and measures the cost of another one, of a revocation and of a new start.
// usage: node packages/platform/bench/fleet.bench.mjs [--sizes 10,100,200,400] [--at-once 8] [--json FILE]
// NATS_SERVER_BIN picks the server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, platform as system, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect } from '@nats-io/transport-node';
import { ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { startProcess } from './process.mjs';
import { signNonce } from './sign-nonce.mjs';

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,200,400' },
    /** The number of extensions that register at the same time while the fleet grows. */
    'at-once': { type: 'string', default: '8' },
    json: { type: 'string' },
  },
});
const sizes = flags.sizes.split(',').map(Number);
const atOnce = Number(flags['at-once']);
/** How often one more registration and one more revocation are measured. */
const SAMPLES = 9;
/** Registrations before the measurement, so that a platform that has just started is not measured. */
const WARM_UP = 4;
/** Time for the work of a platform after its answer, such as telling others, which belongs to the registration. */
const SETTLE_MS = 300;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
async function timed(work) {
  const started = performance.now();
  return { value: await work(), ms: performance.now() - started };
}

/** Starts the platform on `dataDir`. Resolves when it is ready. */
const start = (dataDir) => startProcess('fleet-platform.mjs', dataDir);

/** Creates a key, credentials, a connection and a registration, like a new extension. */
async function enrol(platform, prefix) {
  const { id, token } = await platform.ask('create', prefix);
  const reply = await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok) throw new Error(`${prefix}: ${reply.status} ${await reply.text()}`);
  const { jwt, seed, servers, instanceId } = await reply.json();
  const nc = await connect({
    servers,
    authenticator: signNonce(jwt, seed),
    inboxPrefix: `_INBOX.${instanceId}`,
    reconnect: false,
  });
  const manifest = {
    prefix,
    name: prefix,
    version: '1.0.0',
    capabilities: [{ type: 'pub', subject: `extensions.${prefix}.changed`, description: '' }],
    buckets: [{ name: `${prefix}_items` }],
  };
  const answer = (
    await nc.request('cirata.services.registry.register', JSON.stringify(manifest), { timeout: 30_000 })
  ).json();
  if (answer.registered === undefined) throw new Error(`${prefix}: ${JSON.stringify(answer)}`);
  return { id, nc };
}

async function grow(platform, from, to) {
  let next = from;
  const worker = async () => {
    while (next < to) {
      const at = next;
      next += 1;
      await (await enrol(platform, `fleet-${at}`)).nc.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function measure(platform, count) {
  const memoryMb = Math.round((await platform.ask('memory')) / 2 ** 20);
  const registrations = [];
  const revocations = [];
  /** The platform's processor time for one more extension with its key and its connection, in milliseconds. */
  const cpuMs = [];
  /** The same of its nats-server. */
  const serverCpuMs = [];
  for (let sample = 0; sample < WARM_UP; sample += 1) {
    await (await enrol(platform, `warm-${count}-${sample}`)).nc.close();
  }
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const [before, serverBefore] = [await platform.ask('cpu'), await platform.ask('serverCpu')];
    const { value, ms } = await timed(() => enrol(platform, `sample-${count}-${sample}`));
    await setTimeout(SETTLE_MS);
    cpuMs.push(((await platform.ask('cpu')) - before) / 1_000);
    serverCpuMs.push(((await platform.ask('serverCpu')) - serverBefore) / 1_000);
    registrations.push(ms);
    const closed = value.nc.closed();
    revocations.push((await timed(() => Promise.all([platform.ask('revoke', value.id), closed]))).ms);
  }
  return { registrationMs: median(registrations), revocationMs: median(revocations), memoryMb, cpuMs, serverCpuMs };
}

const dataDir = await mkdtemp(join(tmpdir(), 'symphony-fleet-'));
const rows = [];
const oneMore = [];
let platform = await start(dataDir);
try {
  for (const [step, extensions] of sizes.entries()) {
    const { ms } = await timed(() => grow(platform, sizes[step - 1] ?? 0, extensions));
    await platform.stop();
    platform = await start(dataDir);
    const { readyMs } = platform;
    const readyCpuMs = (await platform.ask('cpu')) / 1_000;
    const readyServerCpuMs = (await platform.ask('serverCpu')) / 1_000;
    const { cpuMs, serverCpuMs, ...figures } = await measure(platform, extensions);
    oneMore.push(cpuMs);
    const cpu = { readyCpuMs, readyServerCpuMs, oneMoreCpuMs: median(cpuMs), oneMoreServerCpuMs: median(serverCpuMs) };
    rows.push({ extensions, growthSeconds: Math.round(ms / 1000), readyMs, ...cpu, ...figures });
    console.log(rows.at(-1));
  }
} finally {
  await platform.stop();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${system()} ${arch()}, Node ${process.version}`);
console.table(rows);
const [few, most] = [oneMore[0], oneMore.at(-1)];
const name = `one more extension of ${sizes.at(-1)}, processor time`;
reportRatio({ what: 'fleet', case: name, beside: '20 ms', goal: 1, ratios: most.map((ms) => ms / 20) });
reportRatio({ what: 'fleet', case: name, beside: `one more of ${sizes[0]}`, goal: 1.2, ratios: ratiosOf(most, few) });
if (flags.json) await writeFile(flags.json, JSON.stringify(rows, undefined, 2));

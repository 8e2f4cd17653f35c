// Registers many extensions on one platform and measures what one more, one less and a new start cost as they grow in number.
// usage: node packages/platform/bench/fleet.bench.mjs [--extensions N] [--steps N] [--json FILE]
// NATS_SERVER_BIN picks the server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { arch, cpus, platform as system, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { startProcess } from './process.mjs';

const { values: flags } = parseArgs({
  options: {
    extensions: { type: 'string', default: '2000' },
    steps: { type: 'string', default: '4' },
    json: { type: 'string' },
  },
});
const most = Number(flags.extensions);
const steps = Number(flags.steps);
/** Extensions that register at a time while the fleet grows. */
const AT_ONCE = 8;
/** One more registration and one more revocation are measured that often. */
const SAMPLES = 9;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
async function timed(work) {
  const started = performance.now();
  return { value: await work(), ms: performance.now() - started };
}

/** Starts the platform on `dataDir`; resolves when it is ready. */
const start = (dataDir) => startProcess('fleet-platform.mjs', dataDir);

/** A key, credentials, a connection and a registration, as a new extension makes them. */
async function enrol(platform, prefix) {
  const { id, token } = await platform.ask('create', prefix);
  const reply = await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok) throw new Error(`${prefix}: ${reply.status} ${await reply.text()}`);
  const { jwt, seed, servers, instanceId } = await reply.json();
  const nc = await connect({
    servers,
    authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)),
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
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function measure(platform, count) {
  const memoryMb = Math.round((await platform.ask('memory')) / 2 ** 20);
  const registrations = [];
  const revocations = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const { value, ms } = await timed(() => enrol(platform, `sample-${count}-${sample}`));
    registrations.push(ms);
    const closed = value.nc.closed();
    revocations.push((await timed(() => Promise.all([platform.ask('revoke', value.id), closed]))).ms);
  }
  return { registrationMs: median(registrations), revocationMs: median(revocations), memoryMb };
}

const dataDir = await mkdtemp(join(tmpdir(), 'symphony-fleet-'));
const rows = [];
let platform = await start(dataDir);
try {
  for (let step = 0; step <= steps; step += 1) {
    const extensions = Math.max(1, Math.round((most * step) / steps));
    const begun = Math.max(0, Math.round((most * (step - 1)) / steps));
    const { ms } = await timed(() => grow(platform, step === 1 ? 1 : begun, extensions));
    await platform.stop();
    platform = await start(dataDir);
    const { readyMs } = platform;
    const figures = await measure(platform, extensions);
    rows.push({ extensions, growthSeconds: Math.round(ms / 1000), readyMs, ...figures });
    console.log(rows.at(-1));
  }
} finally {
  await platform.stop();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${system()} ${arch()}, Node ${process.version}`);
console.table(rows);
if (flags.json) await writeFile(flags.json, JSON.stringify(rows, undefined, 2));

// Measures processor time and memory from the start of a process to its first answer: of an extension, and of services of
// NestJS and Moleculer, beside a script on @nats-io/services. All are installed as by a user. It also measures the help of
// the command lines beside Node alone.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { makeProjects } from './boot/projects.mjs';
import { installPeers, peersFolder, peersFor } from './peers.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const report = join(import.meta.dirname, 'boot/report.cjs');
const folder = mkdtempSync(join(tmpdir(), 'symphony-boot-'));
const { bare, ours } = await makeProjects(folder);
installPeers();
const request = '{"a":1,"b":2}';
const { nest, moleculer } = peersFor(request);
const server = await startNatsServer();
const nc = await connect({ servers: server.url });
const boot = join(ours, 'node_modules/@symphony-ts/boot/bin/symphony-boot.mjs');
const jsm = join(ours, 'node_modules/@symphony-ts/jsm/bin/jsm.mjs');

const start = (cwd, args, env = {}) =>
  fork(args[0], args.slice(1), {
    cwd,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    execArgv: ['--require', report],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

/** The resources of a service when it has answered for the first time. */
async function untilAnswer(cwd, args, env, asked = { subject: 'cirata.extensions.sums.add', payload: request }) {
  const child = start(cwd, args, env);
  const options = { timeout: 1_000, ...(asked.answers && { noMux: true, reply: asked.answers }) };
  const ask = () => nc.request(asked.subject, asked.payload, options).catch(() => undefined);
  while (!(await ask())?.string().includes('"sum":3')) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended before it answered`);
    await setTimeout(10); // no listener yet
  }
  child.send('used');
  const [used] = await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return used;
}

async function untilEnd(args) {
  const child = start(ours, args);
  const [used] = await once(child, 'message');
  if (child.exitCode === null) await once(child, 'exit');
  return used.cpuMs;
}

const servers = { NATS_SERVERS: server.url };
const services = {
  bare: () => untilAnswer(bare, ['bare.mjs'], servers),
  'own script': () => untilAnswer(ours, ['sums.js'], servers),
  'symphony-boot run x.js': () => untilAnswer(ours, [boot, 'run', 'sums.js', '--nats', server.url]),
  'symphony-boot run x.ts': () => untilAnswer(ours, [boot, 'run', 'sums.ts', '--nats', server.url]),
  [nest.name]: () => untilAnswer(peersFolder, [nest.program, server.url], {}, nest.asked),
  [moleculer.name]: () => untilAnswer(peersFolder, [moleculer.program, server.url], {}, moleculer.asked),
};
const goals = {
  boot: { 'own script': 1.7, 'symphony-boot run x.js': 2, 'symphony-boot run x.ts': 3 },
  memory: { 'own script': 1.25, 'symphony-boot run x.js': 1.35, 'symphony-boot run x.ts': 1.8 },
};
const { bare: baseline, ...measured } = await interleave(services, ROUNDS);
const valuesOf = { boot: ({ cpuMs }) => cpuMs, memory: ({ rssBytes }) => rssBytes };
for (const [what, valueOf] of Object.entries(valuesOf)) {
  for (const [name, used] of Object.entries(measured)) {
    const ratios = ratiosOf(used.map(valueOf), baseline.map(valueOf));
    reportRatio({ what, case: name, beside: '@nats-io/services', goal: goals[what][name], ratios });
  }
}

const commands = {
  node: () => untilEnd([join(import.meta.dirname, 'boot/nothing.mjs')]),
  'symphony-boot --help': () => untilEnd([boot, '--help']),
  'jsm --help': () => untilEnd([jsm, '--help']),
};
const help = await interleave(commands, ROUNDS);
for (const name of ['symphony-boot --help', 'jsm --help']) {
  reportRatio({ what: 'boot', case: name, beside: 'node alone', goal: 2, ratios: ratiosOf(help[name], help.node) });
}

await nc.close();
await server.stop();
rmSync(folder, { recursive: true });

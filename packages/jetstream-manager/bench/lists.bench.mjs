// Compares a list of 2,000 streams with the plain requests for its pages, in interleaved rounds of this process. The
// processor time of the server is not counted.

import { connect } from '@nats-io/transport-node';
import { createManager } from '@symphony-ts/jetstream-manager';
import { startNatsServer } from '@symphony-ts/nats-server';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const STREAMS = 2_000;
const AT_ONCE = 50;

const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
const manager = await createManager(nc);

for (let first = 0; first < STREAMS; first += AT_ONCE) {
  const names = Array.from({ length: AT_ONCE }, (_, index) => `S${first + index}`);
  await Promise.all(
    names.map((name) => manager.streams.create({ name, subjects: [`${name}.>`], storage: 'memory' }, {})),
  );
}

async function listBare() {
  let listed = 0;
  for (;;) {
    const reply = await nc.request('$JS.API.STREAM.LIST', JSON.stringify({ offset: listed }), { timeout: 60_000 });
    const page = JSON.parse(reply.string());
    listed += page.streams.length;
    if (listed >= page.total) return listed;
  }
}

/** Milliseconds of processor time for one list. */
async function measure(list) {
  const before = process.cpuUsage();
  const count = await list();
  if (count !== STREAMS) throw new Error(`${count} streams of ${STREAMS}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const sides = {
  ours: () => measure(async () => (await manager.streams.list()).streams.length),
  bare: () => measure(listBare),
};
await sides.ours();
await sides.bare();
const costs = await interleave(sides, ROUNDS);
reportRatio({
  what: 'lists',
  case: '2,000 streams',
  beside: 'bare requests',
  goal: 1.2,
  ratios: ratiosOf(costs.ours, costs.bare),
});

await nc.close();
await server.stop();

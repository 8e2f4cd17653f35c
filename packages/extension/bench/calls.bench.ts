// Compares a typed call with nc.request and with the minimum of a multiplexer, 64 at a time and one by one, in interleaved
// rounds. Only the processor time of the calling process counts.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';
import { add } from './add.js';
import { moreNodeArgs } from './service-process.js';

const ROUNDS = Number(process.env['ROUNDS'] ?? 12);

const server = await startNatsServer();
const nc = await connect({ servers: server.url, noAsyncTraces: true });
nc.subscribe('cirata.extensions.sums.add', {
  callback: (_error, message) => void message.respond(JSON.stringify(add(message.json()))),
});
await nc.flush();

async function startCaller(way: string) {
  const execArgv = [...process.execArgv, ...moreNodeArgs];
  const child = fork(fileURLToPath(new URL('./calling-process.ts', import.meta.url)), [server.url, way], { execArgv });
  await once(child, 'message');
  return {
    /** Microseconds per call. */
    measure: async (calls: number, atOnce: number): Promise<number> => {
      child.send({ calls, atOnce });
      const [micros] = (await once(child, 'message')) as [number];
      return micros;
    },
    stop: async (): Promise<void> => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

const callers = {
  ours: await startCaller('ours'),
  'nc.request': await startCaller('nc.request'),
  bare: await startCaller('bare'),
};
const sizes = [
  { name: '64 in flight', calls: 20_000, atOnce: 64, goals: { 'nc.request': 0.42, bare: 1.15 } },
  { name: '1 in flight', calls: 2_000, atOnce: 1, goals: { 'nc.request': 0.85, bare: 1.15 } },
];
for (const { name, calls, atOnce, goals } of sizes) {
  for (const caller of Object.values(callers)) await caller.measure(calls, atOnce);
  const costs = await interleave(
    {
      ours: () => callers.ours.measure(calls, atOnce),
      'nc.request': () => callers['nc.request'].measure(calls, atOnce),
      bare: () => callers.bare.measure(calls, atOnce),
    },
    ROUNDS,
  );
  for (const beside of ['nc.request', 'bare'] as const) {
    const named = beside === 'bare' ? 'a bare multiplexer' : beside;
    const ratios = ratiosOf(costs.ours, costs[beside]);
    reportRatio({ what: 'calls', case: `call, ${name}`, beside: named, goal: goals[beside], ratios });
  }
}

for (const caller of Object.values(callers)) await caller.stop();
await nc.close();
await server.stop();

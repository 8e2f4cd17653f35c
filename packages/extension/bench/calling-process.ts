// Calls an endpoint in one of three ways, as often as the driver requests, and reports the processor time.
import { connect } from '@nats-io/transport-node';
import { defineContract, SymphonyClient } from '@symphony-ts/client';
import { z } from 'zod';
import { BareMultiplexer } from './bare-multiplexer.js';

const [, , servers = '', way = ''] = process.argv;
// Uses the defaults of nats.js, like most programs. Our client sets `noAsyncTraces` itself.
const nc = await connect({ servers });
const client = await SymphonyClient.connect({ nats: { servers } });
const input = { a: 12_345_678, b: 12_345 };
const subject = 'cirata.extensions.sums.add';

const bare = new BareMultiplexer(nc);
const sums = client.extension(defineContract('sums', { add: { request: z.object({ a: z.number(), b: z.number() }) } }));
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  ours: () => sums.add(input),
  'nc.request': async () => (await nc.request(subject, JSON.stringify(input), { timeout: 5_000 })).json(),
  bare: async () => (await bare.request(subject, JSON.stringify(input))).json(),
};
const call = ways[way];
if (!call) throw new Error(`no way to call is named ${way}`);

async function run({ calls, atOnce }: { readonly calls: number; readonly atOnce: number }): Promise<number> {
  const before = process.cpuUsage();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call?.();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

process.on('message', (size: { readonly calls: number; readonly atOnce: number }) => {
  void run(size).then((micros) => process.send?.(micros));
});
process.on('disconnect', () => void Promise.all([client.close(), nc.close()]).then(() => process.exit(0)));
process.send?.('ready');

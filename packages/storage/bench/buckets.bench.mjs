// Compares puts, gets and keys of a bucket with the same on @nats-io/kv, in interleaved rounds of this process. The server's
// processor time is not counted.
import { Kvm } from '@nats-io/kv';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const AT_ONCE = 64;
const KEYS = 2_000;
/** Enough for a round of a quarter of a second. Shorter rounds mostly measure garbage collection. */
const DEEDS = 20_000;

const server = await startNatsServer();
// Each side has its own connection with the defaults of nats.js, so that neither pays for the garbage of the other.
const [ourNc, kvNc] = await Promise.all([1, 2].map(() => connect({ servers: server.url })));
await ensureBucket(ourNc, { name: 'items' });
const ours = await openBucket(ourNc, 'items');
const kv = await new Kvm(kvNc).open('items');
const value = { name: 'an item', price: 12.5, tags: ['a', 'b'] };
const text = JSON.stringify(value);

/** Microseconds of processor time for each of `count` operations, with a fixed number at a time. */
async function measure(deed, count = DEEDS, atOnce = AT_ONCE) {
  const before = process.cpuUsage();
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await deed(`key.${next % KEYS}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

async function drain(keys) {
  let count = 0;
  for await (const key of await keys) count += key.length > 0 ? 1 : 0;
  if (count !== KEYS) throw new Error(`${count} keys of ${KEYS}`);
}

const cases = {
  'put, 64 at a time': {
    goal: 0.25,
    ours: () => measure((key) => ours.put(key, value)),
    kv: () => measure((key) => kv.put(key, text)),
  },
  'get, 64 at a time': {
    goal: 0.25,
    ours: () => measure((key) => ours.get(key)),
    kv: () => measure(async (key) => (await kv.get(key)).json()),
  },
  'keys()': {
    goal: 1,
    ours: () => measure(() => drain(ours.keys()), 5, 1),
    kv: () => measure(() => drain(kv.keys()), 5, 1),
  },
};
for (const [name, { goal, ...sides }] of Object.entries(cases)) {
  await sides.ours();
  await sides.kv();
  const costs = await interleave(sides, ROUNDS);
  reportRatio({ what: 'buckets', case: name, beside: '@nats-io/kv', goal, ratios: ratiosOf(costs.ours, costs.kv) });
}

await Promise.all([ourNc.close(), kvNc.close()]);
await server.stop();

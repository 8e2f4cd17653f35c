// Compares `isMyWork` among 5 and 50 instances, and for more keys than it remembers, with one hash of the same keys.
import { silentLogger } from '@symphony-ts/contract';
import { WorkPartitioner } from '@symphony-ts/extension';
import { interleave, ratiosOf, reportRatio } from '../../../scripts/bench/goals.mjs';

const ROUNDS = Number(process.env['ROUNDS'] ?? 12);

/** 32-bit FNV-1a with the finish of MurmurHash3, the same as in the partitioner. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Ids with the length of real ids. */
function partitionerOf(instances: number): WorkPartitioner {
  const ids = Array.from({ length: instances }, (_, index) => `instance-${String(index).padStart(13, '0')}`);
  const partitioner = new WorkPartitioner({
    instanceId: ids[0] ?? '',
    logger: silentLogger,
    source: {
      watch: (changed, signal) => {
        changed(ids);
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    },
  });
  void partitioner.start();
  return partitioner;
}

/** Processor time of one call for each key, in microseconds. The sum prevents that the work is optimized away. */
function measure(keys: readonly string[], ask: (key: string) => number | boolean): () => Promise<number> {
  return () => {
    const before = process.cpuUsage();
    let sum = 0;
    for (let round = 0; round < 400_000 / keys.length; round += 1) for (const key of keys) sum += Number(ask(key));
    const { user, system } = process.cpuUsage(before);
    if (sum < 0) throw new Error('a hash is never negative');
    return Promise.resolve(user + system);
  };
}

for (const { count, size, goal } of [
  { count: 5, size: 50_000, goal: 4 },
  { count: 50, size: 50_000, goal: 20 },
  { count: 50, size: 200_000, goal: 20 },
]) {
  const keys = Array.from({ length: size }, (_, index) => `order-${1_000_000 + index}`);
  const partitioner = partitionerOf(count);
  const subjects = { bare: measure(keys, hash), asked: measure(keys, (key) => partitioner.isMyWork(key)) };
  await interleave(subjects, 2); // warm-up
  const { bare, asked } = await interleave(subjects, ROUNDS);
  const name = `isMyWork, ${count} instances, ${size.toLocaleString('en')} keys`;
  reportRatio({ what: 'partitioner', case: name, beside: 'one hash of the key', goal, ratios: ratiosOf(asked, bare) });
  partitioner.stop();
}

import { silentLogger } from '@symphony-ts/contract';
import { type InstanceSource, WorkPartitioner } from './work-partitioner.js';

/** A source of instances that the test sets. */
function controlled(isReady?: () => boolean): InstanceSource & { set(instances: readonly string[]): void } {
  let report: (instances: readonly string[]) => void = () => undefined;
  return {
    ...(isReady ? { isReady } : {}),
    set: (instances) => report(instances),
    watch(changed, signal) {
      report = changed;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  };
}

const partitioner = (source: InstanceSource, instanceId = 'A') =>
  new WorkPartitioner({ instanceId, source, logger: silentLogger });
const keys = Array.from({ length: 200 }, (_, index) => `key-${index}`);

describe('WorkPartitioner', () => {
  it('owns every key before it knows of others', () => {
    const alone = partitioner(controlled());
    expect(keys.every((key) => alone.isMyWork(key))).toBe(true);
    expect(alone.activeInstances()).toEqual(['A']);
    alone.stop();
  });

  it('gives each key to exactly one of the instances that see each other', () => {
    const sources = [controlled(), controlled(), controlled()];
    const all = ['A', 'B', 'C'].map((id, index) => partitioner(sources[index] ?? controlled(), id));
    for (const workPartitioner of all) workPartitioner.activeInstances();
    for (const source of sources) source.set(['C', 'A', 'B']);
    for (const key of keys) expect(all.filter((workPartitioner) => workPartitioner.isMyWork(key))).toHaveLength(1);
    for (const workPartitioner of all) workPartitioner.stop();
  });

  it('[partitioner.rebalance] [partitioner.item-count] tells listeners the total and how many of the asked keys are its own, then counts anew', () => {
    const source = controlled();
    const workPartitioner = partitioner(source);
    const heard: [number, number][] = [];
    workPartitioner.onRebalance((total, mine) => void heard.push([total, mine]));
    for (const key of keys) workPartitioner.isMyWork(key);
    expect(workPartitioner.myItemCount).toBe(200);
    source.set(['A', 'B']);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.[0]).toBe(2);
    expect(heard[0]?.[1]).toBeGreaterThan(50);
    expect(heard[0]?.[1]).toBeLessThan(150);
    expect(workPartitioner.myItemCount).toBe(0);
    workPartitioner.stop();
  });

  it('says nothing where the set of instances is the same', () => {
    const source = controlled();
    const workPartitioner = partitioner(source);
    const heard: number[] = [];
    workPartitioner.onRebalance((total) => void heard.push(total));
    source.set(['A']);
    source.set(['B', 'A']);
    source.set(['A', 'B', 'A']);
    expect(heard).toEqual([2]);
    workPartitioner.stop();
  });

  it('keeps itself among the instances even where its entry is missing', () => {
    const source = controlled();
    const workPartitioner = partitioner(source);
    workPartitioner.activeInstances();
    source.set(['B']);
    expect(workPartitioner.activeInstances()).toEqual(['A', 'B']);
    workPartitioner.stop();
  });

  it('goes on after a listener that throws', () => {
    const source = controlled();
    const workPartitioner = partitioner(source);
    const heard: number[] = [];
    workPartitioner.onRebalance(() => {
      throw new Error('mine');
    });
    workPartitioner.onRebalance((total) => void heard.push(total));
    source.set(['A', 'B']);
    expect(heard).toEqual([2]);
    workPartitioner.stop();
  });

  it('owns nothing and knows of nobody before it may act, and nothing while it may not', () => {
    let isReady = false;
    const source = controlled(() => isReady);
    const workPartitioner = partitioner(source);
    const heard: [number, number][] = [];
    workPartitioner.onRebalance((total, mine) => void heard.push([total, mine]));
    source.set(['A', 'B']);
    expect(keys.some((key) => workPartitioner.isMyWork(key))).toBe(false);
    expect(workPartitioner.activeInstances()).toEqual(['A']);
    isReady = true;
    source.set(['A', 'B']);
    const mine = keys.filter((key) => workPartitioner.isMyWork(key)).length;
    expect(heard).toEqual([[2, mine]]);
    expect(workPartitioner.myItemCount).toBe(mine);
    isReady = false;
    source.set(['A']);
    expect(heard.at(-1)).toEqual([2, 0]);
    expect([workPartitioner.isMyWork('key-1'), workPartitioner.myItemCount]).toEqual([false, 0]);
    isReady = true;
    source.set(['A', 'B']);
    expect(heard.at(-1)).toEqual([2, mine]);
    workPartitioner.stop();
  });

  it('remembers a bounded number of keys', () => {
    const workPartitioner = partitioner(controlled());
    for (let index = 0; index < 100_500; index += 1) workPartitioner.isMyWork(String(index));
    expect(workPartitioner.myItemCount).toBe(100_000);
    workPartitioner.stop();
  });
});

import { silentLogger } from '@symphony-ts/contract';
import { type InstanceSource, WorkPartitioner } from './work-partitioner.js';

/** A source whose instances the test sets. */
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
    for (const one of all) one.activeInstances();
    for (const source of sources) source.set(['C', 'A', 'B']);
    for (const key of keys) expect(all.filter((one) => one.isMyWork(key))).toHaveLength(1);
    for (const one of all) one.stop();
  });

  it('tells listeners the total and how many of the asked keys are its own, then counts anew', () => {
    const source = controlled();
    const one = partitioner(source);
    const heard: [number, number][] = [];
    one.onRebalance((total, mine) => void heard.push([total, mine]));
    for (const key of keys) one.isMyWork(key);
    expect(one.myItemCount).toBe(200);
    source.set(['A', 'B']);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.[0]).toBe(2);
    expect(heard[0]?.[1]).toBeGreaterThan(50);
    expect(heard[0]?.[1]).toBeLessThan(150);
    expect(one.myItemCount).toBe(0);
    one.stop();
  });

  it('says nothing where the set of instances is the same', () => {
    const source = controlled();
    const one = partitioner(source);
    const heard: number[] = [];
    one.onRebalance((total) => void heard.push(total));
    source.set(['A']);
    source.set(['B', 'A']);
    source.set(['A', 'B', 'A']);
    expect(heard).toEqual([2]);
    one.stop();
  });

  it('keeps itself among the instances even where its entry is missing', () => {
    const source = controlled();
    const one = partitioner(source);
    one.activeInstances();
    source.set(['B']);
    expect(one.activeInstances()).toEqual(['A', 'B']);
    one.stop();
  });

  it('goes on after a listener that throws', () => {
    const source = controlled();
    const one = partitioner(source);
    const heard: number[] = [];
    one.onRebalance(() => {
      throw new Error('mine');
    });
    one.onRebalance((total) => void heard.push(total));
    source.set(['A', 'B']);
    expect(heard).toEqual([2]);
    one.stop();
  });

  it('owns nothing and knows of nobody before it may act, and nothing while it may not', () => {
    let isReady = false;
    const source = controlled(() => isReady);
    const one = partitioner(source);
    const heard: [number, number][] = [];
    one.onRebalance((total, mine) => void heard.push([total, mine]));
    source.set(['A', 'B']);
    expect(keys.some((key) => one.isMyWork(key))).toBe(false);
    expect(one.activeInstances()).toEqual(['A']);
    isReady = true;
    source.set(['A', 'B']);
    const mine = keys.filter((key) => one.isMyWork(key)).length;
    expect(heard).toEqual([[2, mine]]);
    expect(one.myItemCount).toBe(mine);
    isReady = false;
    source.set(['A']);
    expect(heard.at(-1)).toEqual([2, 0]);
    expect([one.isMyWork('key-1'), one.myItemCount]).toEqual([false, 0]);
    isReady = true;
    source.set(['A', 'B']);
    expect(heard.at(-1)).toEqual([2, mine]);
    one.stop();
  });

  it('remembers a bounded number of keys', () => {
    const one = partitioner(controlled());
    for (let index = 0; index < 100_500; index += 1) one.isMyWork(String(index));
    expect(one.myItemCount).toBe(100_000);
    one.stop();
  });
});

import { array, assert, integer, nat, property } from 'fast-check';
import { PendingWriteRing, planResend } from './pending-write-ring.js';

const add = (ring: PendingWriteRing, key: string, size = 0) => ring.add(key, new Uint8Array(size), 0);
const keysOf = (entries: readonly { readonly key: string }[]): string[] => entries.map(({ key }) => key);

describe('PendingWriteRing', () => {
  it('holds a place until all before it are settled', () => {
    const ring = new PendingWriteRing(3);
    const [a, b, c] = ['a', 'b', 'c'].map((key) => add(ring, key, 10));
    if (!a || !b || !c) throw new Error('three were added');
    ring.settle([b], 'done');
    expect([ring.size, ring.bytes]).toEqual([3, 20]);
    ring.settle([a], 'failed');
    expect([ring.size, keysOf(ring.entries())]).toEqual([1, ['c']]);
    const d = add(ring, 'd');
    expect(ring.entries()).toEqual([c, d]);
    ring.settle([c], 'done');
    ring.settle([d], 'done');
    expect([ring.size, ring.bytes]).toEqual([0, 0]);
  });

  it('keeps order and count for any order of settling', () => {
    assert(
      property(integer({ min: 1, max: 8 }), array(nat(), { maxLength: 100 }), (window, choices) => {
        const ring = new PendingWriteRing(window);
        let added = 0;
        for (const choice of choices) {
          const pending = ring.open();
          const write = pending[choice % (pending.length + 1)];
          if (write) ring.settle([write], 'done');
          else if (ring.size < window) add(ring, String(added++));
        }
        const numbers = keysOf(ring.entries()).map(Number);
        expect(numbers).toEqual(Array.from({ length: ring.size }, (_, i) => added - ring.size + i));
        expect(ring.entries()[0]?.state ?? 'shared').toBe('shared');
      }),
    );
  });

  it('forgets all when cleared', () => {
    const ring = new PendingWriteRing(2);
    add(ring, 'a', 5);
    ring.clear();
    expect([ring.size, ring.bytes, ring.entries()]).toEqual([0, 0, []]);
  });
});

describe('planResend', () => {
  const entriesOf = (...outcomes: readonly (readonly [string, 'pending' | 'done' | 'failed'])[]) => {
    const ring = new PendingWriteRing(10);
    // The first write stays pending, so the ring holds all of them.
    const entries = [['first', 'pending'] as const, ...outcomes].map(([key, outcome]) => ({
      entry: add(ring, key),
      outcome,
    }));
    for (const { entry, outcome } of entries) if (outcome !== 'pending') ring.settle([entry], outcome);
    return ring.entries();
  };

  it('sends all that is pending again, in order', () => {
    const plan = planResend(entriesOf(['a', 'pending'], ['b', 'done'], ['a', 'pending'], ['c', 'failed']), () => true);
    expect([keysOf(plan.again), plan.overtaken]).toEqual([['first', 'a', 'a'], []]);
  });

  it('omits a write if a later write of its key has been stored', () => {
    const plan = planResend(entriesOf(['a', 'pending'], ['a', 'done'], ['a', 'pending']), () => true);
    expect([keysOf(plan.again), keysOf(plan.overtaken)]).toEqual([['first', 'a'], ['a']]);
  });

  it('waits for a later write of the same key that may be arriving', () => {
    const entries = entriesOf(['a', 'pending'], ['b', 'pending'], ['a', 'pending']);
    const plan = planResend(entries, (entry) => entry !== entries[3]);
    expect([keysOf(plan.again), plan.overtaken]).toEqual([['first', 'b'], []]);
  });

  it('sends a write again if only failed writes of its key follow', () => {
    const plan = planResend(entriesOf(['a', 'pending'], ['a', 'failed']), ({ key }) => key === 'a');
    expect([keysOf(plan.again), plan.overtaken]).toEqual([['a'], []]);
  });
});

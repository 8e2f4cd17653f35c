import fc from 'fast-check';
import { AskedKeys } from './asked-keys.js';
import { hash } from './rendezvous.js';

/** A simple model of the table: a map that keeps the order of the first questions. */
function modelOf(limit: number) {
  const known = new Map<string, boolean>();
  return {
    known,
    add(key: string, isOwned: boolean) {
      if (!known.has(key) && known.size >= limit) {
        const [oldest] = known.keys();
        if (oldest !== undefined) known.delete(oldest);
      }
      known.set(key, isOwned);
    },
    owned: () => [...known.values()].filter(Boolean).length,
  };
}

const question = fc.tuple(
  fc.nat(60).map((number) => `k${number}`),
  fc.boolean(),
);

describe('AskedKeys', () => {
  it.each([1, 3, 40, 1_000])('remembers the latest %d keys and counts those owned', (limit) => {
    fc.assert(
      fc.property(fc.array(question, { maxLength: 300 }), (questions) => {
        const asked = new AskedKeys(limit);
        const model = modelOf(limit);
        for (const [key, isOwned] of questions) {
          asked.add(key, hash(key), isOwned);
          model.add(key, isOwned);
          expect([asked.size, asked.owned]).toEqual([model.known.size, model.owned()]);
        }
        const seen: string[] = [];
        asked.recount((key) => seen.push(key) > 0);
        expect(seen.sort()).toEqual([...model.known.keys()].sort());
        expect(asked.owned).toBe(asked.size);
      }),
    );
  });

  it('grows beyond its first room, and begins anew when it is cleared', () => {
    const asked = new AskedKeys(10_000);
    for (let index = 0; index < 12_345; index += 1) asked.add(`key-${index}`, hash(`key-${index}`), index % 2 === 0);
    expect([asked.size, asked.owned]).toEqual([10_000, 5_000]);
    asked.clear();
    expect([asked.size, asked.owned]).toEqual([0, 0]);
    asked.add('a', hash('a'), true);
    expect(asked.owned).toBe(1);
  });
});

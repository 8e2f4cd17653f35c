import fc from 'fast-check';
import { hash, Ownership, ownerOf } from './rendezvous.js';

const keys = Array.from({ length: 3000 }, (_, index) => `job-${index}`);
const share = (instances: string[]): number[] =>
  instances.map((instance) => keys.filter((key) => ownerOf(key, instances) === instance).length);

describe('hash', () => {
  // This value must not change. Another one would move work between two versions of the SDK in one fleet.
  it.each([
    ['', 0xab3e7c0b],
    ['a', 0x1a80b1b3],
    ['job-1', 0x7cda239d],
    ['catalog', 0x9cab52ff],
  ])('is fixed for %j', (text, known) => {
    expect(hash(text)).toBe(known);
  });
});

describe('ownerOf', () => {
  it('has no owner without instances', () => {
    expect(ownerOf('k', [])).toBeUndefined();
  });

  it('does not depend on the order of the instances', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.string(), { minLength: 1 }), (key, instances) => {
        expect(ownerOf(key, instances)).toBe(ownerOf(key, [...instances].reverse()));
      }),
    );
  });

  it('spreads keys evenly', () => {
    for (const count of share(['A', 'B', 'C', 'D'])) {
      expect(count).toBeGreaterThan(600);
      expect(count).toBeLessThan(900);
    }
  });

  it('moves only the keys of an instance that leaves', () => {
    const before = ['A', 'B', 'C'];
    for (const key of keys) {
      const owner = ownerOf(key, before);
      if (owner !== 'C') expect(ownerOf(key, ['A', 'B'])).toBe(owner);
    }
  });
});

const isOwner = (ownership: Ownership, key: string): boolean => ownership.owns(key, ownership.weigh(key));

describe('Ownership', () => {
  it('gives the answers of ownerOf', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 }),
        fc.array(fc.string(), { maxLength: 30 }),
        (instances, asked) => {
          const all = instances.map((self) => ({ self, ownership: new Ownership(self, instances) }));
          for (const key of asked) {
            const owners = all.filter(({ ownership }) => isOwner(ownership, key)).map(({ self }) => self);
            expect(owners).toEqual([ownerOf(key, instances)]);
          }
        },
      ),
    );
  });

  it('gives equal weights to the lesser name', () => {
    const [first, second, key] = tie();
    expect(hash(`${first}\u0000${key}`)).toBe(hash(`${second}\u0000${key}`));
    expect(isOwner(new Ownership(first, [first, second]), key)).toBe(true);
    expect(isOwner(new Ownership(second, [first, second]), key)).toBe(false);
    expect(ownerOf(key, [second, first])).toBe(first);
  });

  it('asks nothing of a list without the instance itself', () => {
    expect(isOwner(new Ownership('A', []), 'k')).toBe(true);
  });
});

/** Two names with the same hash state, so that each key has the same weight for both. */
function tie(): readonly [string, string, string] {
  const seen = new Map<number, string>();
  for (let index = 0; ; index += 1) {
    const name = `I${index}`;
    const weight = hash(`${name}\u0000k`);
    const other = seen.get(weight);
    if (other !== undefined) return other < name ? [other, name, 'k'] : [name, other, 'k'];
    seen.set(weight, name);
  }
}

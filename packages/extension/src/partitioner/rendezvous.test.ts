import fc from 'fast-check';
import { hash, ownerOf } from './rendezvous.js';

const keys = Array.from({ length: 3000 }, (_, index) => `job-${index}`);
const share = (instances: string[]): number[] =>
  instances.map((instance) => keys.filter((key) => ownerOf(key, instances) === instance).length);

describe('hash', () => {
  // Pinned: another value would move work between two versions of the SDK in one fleet.
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

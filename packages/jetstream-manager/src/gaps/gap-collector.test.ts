import * as fc from 'fast-check';
import { type Gap, GapCollector } from './gap-collector.js';

const collect = (ranges: readonly (readonly [number, number])[]): Gap[] => {
  const collector = new GapCollector();
  const gaps = ranges.map(([first, last]) => collector.add(first, last));
  return [...gaps, collector.finish()].filter((gap) => gap !== undefined);
};

describe('GapCollector', () => {
  it.each([
    [[], []],
    [[[3, 3]], [{ first: 3, last: 3 }]],
    [
      [
        [3, 3],
        [4, 4],
        [6, 9],
      ],
      [
        { first: 3, last: 4 },
        { first: 6, last: 9 },
      ],
    ],
    [
      [
        [3, 2],
        [5, 5],
      ],
      [{ first: 5, last: 5 }],
    ],
  ] as const)('joins %j', (ranges, gaps) => {
    expect(collect(ranges)).toEqual(gaps);
  });

  it('covers exactly what it was given, with a present sequence between any two gaps', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), (missing) => {
        const sorted = missing.sort((a, b) => a - b);
        const gaps = collect(sorted.map((seq) => [seq, seq]));
        const covered = gaps.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, i) => first + i),
        );
        expect(covered).toEqual(sorted);
        for (const [index, gap] of gaps.slice(1).entries())
          expect(gap.first).toBeGreaterThan((gaps[index]?.last ?? 0) + 1);
      }),
    );
  });
});

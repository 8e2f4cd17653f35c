import { rate } from './rates.js';
import type { Sample } from './sample.js';

const sample = (atMs: number, counters: Record<string, number>): Sample => ({
  atMs,
  readings: Object.entries(counters).map(([name, value]) => ({
    name,
    levels: { Messages: 7 },
    counters: { 'In/s': value },
  })),
  trouble: [],
});

describe('rate', () => {
  it.each([
    ['what grew, by the second', sample(0, { A: 10 }), sample(2000, { A: 30 }), 10],
    ['nothing of the first sample', undefined, sample(2000, { A: 30 }), 0],
    ['nothing of a stream that is new', sample(0, { B: 1 }), sample(2000, { A: 30 }), 0],
    ['nothing of a stream that was made again', sample(0, { A: 30 }), sample(1000, { A: 2 }), 0],
    ['nothing where no time has passed', sample(5, { A: 1 }), sample(5, { A: 9 }), 0],
  ])('gives %s', (_what, older, newer, expected) => {
    expect(rate(older, newer)).toEqual([{ name: 'A', values: { Messages: 7, 'In/s': expected } }]);
  });
});

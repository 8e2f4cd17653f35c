import { Pace } from './pace.js';

const times = (count: number, ...intervals: readonly number[]): readonly number[] =>
  Array.from({ length: count }, () => intervals).flat();

describe('Pace', () => {
  it.each<[string, readonly number[], number]>([
    ['is not known before the first piece', [], 0],
    ['is not known after one interval, which may be a stall', [2_000], 0],
    ['is not known before two slices have ended', times(39, 1), 0],
    ['is the mean interval of short pieces', times(40, 1), 1],
    ['is the interval of long pieces', [500, 500], 500],
    ['contains the time between two turns of the event loop', times(3, ...times(10, 1), 50), 60 / 11],
    ['is not changed by a stall at the start', [2_000, 30], 30],
    ['is not changed by a stall later', [30, 30, 2_000, 30], 30],
    ['is changed by a stall that happens again', [30, 2_000, 30, 2_000], (30 + 2_000 + 30) / 3],
    ['follows pieces that become slower', [...times(400, 1), ...times(8, 100)], 100],
    ['follows pieces that become faster', [...times(8, 6_000), ...times(7, 30)], 30],
  ])('%s', (_what, intervals, expected) => {
    const pace = new Pace();
    for (const interval of intervals) pace.note(interval);
    expect(pace.intervalMs).toBeCloseTo(expected, 9);
  });

  it.each<[string, readonly number[], readonly number[], number]>([
    ['is not known from pieces that waited alone', [], times(20, 50), 0],
    ['is not made slower by pieces that waited alone', [30, 30], times(20, 50), 30],
    ['is made faster by pieces that waited alone', times(8, 6_000), times(7, 30), 30],
  ])('%s', (_what, intervals, waits, expected) => {
    const pace = new Pace();
    for (const interval of intervals) pace.note(interval);
    for (const wait of waits) pace.noteAlone(wait);
    expect(pace.intervalMs).toBe(expected);
  });
});

import { startStopwatch } from './stopwatch.js';

const HOUR_MS = 3_600_000;

describe('a stopwatch', () => {
  it.each([
    ['is set an hour ahead', HOUR_MS, { least: 0, most: 1 }],
    ['is set an hour back', -HOUR_MS, { least: 0, most: 0 }],
    ['goes on', 0, { least: 0, most: 0 }],
  ])('gives both answers where the clock on the wall %s', (_what, jumpMs, hours) => {
    const elapsed = startStopwatch();
    const real = Date.now();
    const now = jest.spyOn(Date, 'now').mockImplementation(() => real + jumpMs);
    const { least, most } = elapsed();
    now.mockRestore();
    expect({ least: Math.floor(least / HOUR_MS), most: Math.floor(most / HOUR_MS) }).toEqual(hours);
    expect(least).toBeGreaterThanOrEqual(0);
  });
});

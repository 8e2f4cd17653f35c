import { pace } from './pace.js';

async function* numbers(count: number) {
  for (let i = 0; i < count; i += 1) yield i;
}

describe('pace', () => {
  it.each([
    [10, 100, 90],
    [3, 1, 2000],
  ])('takes for %i items at %i a second %i ms', async (count, perSecond, expected) => {
    let now = 0;
    const clock = { now: () => now, wait: async (milliseconds: number) => void (now += milliseconds) };
    const taken: number[] = [];
    for await (const item of pace(numbers(count), perSecond, clock)) taken.push(item);
    expect(taken).toHaveLength(count);
    expect(now).toBeCloseTo(expected);
  });

  it('does not make up at once for a reader that was slow for long', async () => {
    let now = 0;
    const clock = { now: () => now, wait: async (milliseconds: number) => void (now += milliseconds) };
    let isFirst = true;
    for await (const _ of pace(numbers(30), 10, clock)) {
      if (isFirst) now += 60_000;
      isFirst = false;
    }
    // The items of one second may come at once.
    expect(now).toBeGreaterThan(61_500);
  });
});

import { backoffMs } from './backoff.js';

describe('backoffMs', () => {
  const options = { baseMs: 100, maxMs: 5_000 };
  it.each([
    [0, 0, 100],
    [1, 0, 200],
    [5, 0, 3_200],
    [6, 0, 5_000],
    [1_000, 0, 5_000],
    [0, 1, 70],
    [6, 1, 3_500],
  ])('after %d failures, with random %d, is %d', (attempt, random, expected) => {
    expect(backoffMs(attempt, options, () => random)).toBe(expected);
  });
});

import { attemptTimeMs } from './attempt-time.js';

describe('attemptTimeMs', () => {
  it.each([
    ['is patient at first', 5_000, 5_000, false, 1_250],
    ['looks often after an attempt without an answer', 5_000, 3_700, true, 500],
    ['is patient at the end', 5_000, 1_200, true, 1_200],
    ['looks as often where there is more time', 60_000, 40_000, true, 500],
    ['never waits longer than is left', 5_000, 100, false, 100],
    ['gives each attempt a quarter of a second', 400, 400, false, 250],
    ['gives no less where it looks again', 600, 500, true, 250],
    ['waits for something where nothing is left', 5_000, -3, true, 1],
  ])('%s', (_name, timeoutMs, leftMs, isRepeated, expected) => {
    expect(attemptTimeMs({ timeoutMs, leftMs }, isRepeated)).toBe(expected);
  });
});

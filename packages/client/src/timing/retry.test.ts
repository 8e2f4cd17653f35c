import { backoffMs, retry } from './retry.js';

const backoff = { baseMs: 1, maxMs: 1 };
const what = 'waiting for it';

/** Fails this many times, then returns the number of its attempt. */
const failing = (times: number) => async (attempt: number) => {
  if (attempt < times) throw new Error(`failure ${attempt}`);
  return attempt;
};

describe('retry', () => {
  it.each([0, 1, 3])('returns the result after %d failures', async (times) => {
    expect(await retry(failing(times), { backoff, what, again: () => true })).toBe(times);
  });

  it('throws the failure of the last attempt', async () => {
    const again = (_error: unknown, attempt: number) => attempt < 2;
    await expect(retry(failing(10), { backoff, what, again })).rejects.toThrow('failure 2');
  });

  it('ends with its signal while it waits, and says what it waited for', async () => {
    const controller = new AbortController();
    const again = () => {
      controller.abort(new Error('enough'));
      return true;
    };
    const waiting = retry(failing(1), {
      backoff: { baseMs: 60_000, maxMs: 60_000 },
      signal: controller.signal,
      what,
      again,
    });
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED', params: { what }, cause: new Error('enough') });
  });
});

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

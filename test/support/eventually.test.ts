import { eventually } from './eventually.js';

describe('eventually', () => {
  it('looks again until it is given something else than false', async () => {
    const answers = [false, Promise.resolve(false), true];
    await eventually(() => answers.shift());
    expect(answers).toEqual([]);
  });

  it('takes an expectation', async () => {
    let count = 0;
    await eventually('three looks', () => expect(++count).toBe(3));
    expect(count).toBe(3);
  });

  it('tells what it waited for, for how long, and the last error', async () => {
    const waiting = eventually('the server answers', () => Promise.reject(new Error('connection closed')), 50);
    await expect(waiting).rejects.toThrow(
      /^not within 50 ms: the server answers; the last look failed: Error: connection closed/,
    );
  });

  it('shows the code of a look without a name', async () => {
    const isReady = false;
    await expect(eventually(() => isReady, 30)).rejects.toThrow('not within 30 ms: ()=>isReady');
  });

  it('forgets an error that a later look did not have', async () => {
    let count = 0;
    const look = (): boolean => {
      if (++count === 1) throw new Error('not yet');
      return false;
    };
    // Long enough for a second look on a busy machine.
    await expect(eventually('it', look, 1_000)).rejects.toThrow(/^not within 1000 ms: it$/);
  });
});

import { cached } from './cached.js';

describe('cached', () => {
  it('asks once for all who ask within the time, and again after it', async () => {
    let [count, time] = [0, 0];
    const read = cached(
      10,
      async () => (count += 1),
      () => time,
    );
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    time = 9;
    expect(await read()).toBe(1);
    time = 10;
    expect(await read()).toBe(2);
  });

  it('does not keep an error', async () => {
    let fails = true;
    const read = cached(
      10,
      () => (fails ? Promise.reject(new Error('away')) : Promise.resolve('there')),
      () => 0,
    );
    await expect(read()).rejects.toThrow('away');
    fails = false;
    expect(await read()).toBe('there');
  });
});

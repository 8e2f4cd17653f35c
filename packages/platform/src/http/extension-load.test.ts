import { ExtensionLoad } from './extension-load.js';

const hanging = () => {
  let end: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { end: () => end(), run: () => promise };
};

describe('ExtensionLoad', () => {
  it('refuses what is beyond the bound of one extension, and nothing of the others', async () => {
    const load = new ExtensionLoad(2);
    const [first, second] = [hanging(), hanging()];
    const running = [load.run('a', first.run), load.run('a', second.run)];
    await expect(load.run('a', () => Promise.resolve())).rejects.toMatchObject({
      code: 'OVERLOADED',
      status: 429,
      params: { retryAfterMs: 1_000 },
    });
    expect(load.refused).toBe(1);
    expect(await load.run('b', () => Promise.resolve('b'))).toBe('b');
    first.end();
    await running[0];
    expect(await load.run('a', () => Promise.resolve('a'))).toBe('a');
    second.end();
    await Promise.all(running);
  });

  it('gives the place of a request that failed to the next', async () => {
    const load = new ExtensionLoad(1);
    await expect(load.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await load.run('a', () => Promise.resolve(1))).toBe(1);
  });
});

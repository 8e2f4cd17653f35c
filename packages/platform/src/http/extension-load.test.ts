import { ExtensionLoad } from './extension-load.js';

describe('ExtensionLoad', () => {
  it('refuses what is beyond the bound of one extension, and nothing of the others', () => {
    const load = new ExtensionLoad(2);
    load.enter('a');
    load.enter('a');
    expect(() => load.enter('a')).toThrow(
      expect.objectContaining({
        code: 'OVERLOADED',
        status: 429,
        params: expect.objectContaining({ retryAfterMs: 1_000 }),
      }),
    );
    expect(load.refused).toBe(1);
    load.enter('b');
    expect(load.refused).toBe(1);
  });

  it('gives the place of a request that has ended to the next, and none to one that was refused', () => {
    const load = new ExtensionLoad(1);
    load.enter('a');
    expect(() => load.enter('a')).toThrow('OVERLOADED');
    load.leave('a');
    load.enter('a');
    expect(() => load.enter('a')).toThrow('OVERLOADED');
  });
});

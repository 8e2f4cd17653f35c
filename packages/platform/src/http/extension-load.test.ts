import { ExtensionLoad } from './extension-load.js';

describe('ExtensionLoad', () => {
  it('refuses what is beyond the bound of one extension, and nothing of the others', () => {
    const load = new ExtensionLoad({ maxUnderWay: 2, maxShared: 2 });
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
    const load = new ExtensionLoad({ maxUnderWay: 1, maxShared: 1 });
    const lane = load.enter('a');
    expect(() => load.enter('a')).toThrow('OVERLOADED');
    load.leave('a', lane, false);
    load.enter('a');
    expect(() => load.enter('a')).toThrow('OVERLOADED');
  });

  it('has the requests beyond a number take another lane, of each extension by itself', () => {
    const load = new ExtensionLoad({ maxShared: 2 });
    expect([load.enter('a'), load.enter('a'), load.enter('a'), load.enter('b')]).toEqual([
      'shared',
      'shared',
      'busy',
      'shared',
    ]);
    load.leave('a', 'busy', false);
    expect(load.enter('a')).toBe('busy');
    load.leave('a', 'shared', false);
    expect([load.enter('a'), load.enter('a')]).toEqual(['shared', 'busy']);
  });

  describe('of a request whose caller gave up', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    it('keeps the place for as long as an answer may come', () => {
      const load = new ExtensionLoad({ maxUnderWay: 1, maxShared: 1 });
      load.leave('a', load.enter('a'), true);
      const next = load.enter('a');
      expect(next).toBe('busy');
      load.leave('a', next, true);
      jest.advanceTimersByTime(120_000);
      expect(load.enter('a')).toBe('shared');
    });
  });
});

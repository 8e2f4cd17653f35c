import { TextCache } from './text-cache.js';

const [a, b, c] = [{}, {}, {}];

describe('TextCache', () => {
  it('keeps the latest texts', () => {
    const cache = new TextCache(10);
    cache.set(a, 'aaaa');
    cache.set(b, 'bbbb');
    expect(cache.get(a)).toBe('aaaa');
    cache.set(c, 'cccc');
    expect([cache.get(a), cache.get(b), cache.get(c)]).toEqual(['aaaa', undefined, 'cccc']);
  });

  it('keeps a single text that is longer than the limit', () => {
    const cache = new TextCache(10);
    cache.set(a, 'aaaa');
    cache.set(b, 'b'.repeat(20));
    expect([cache.get(a), cache.get(b)]).toEqual([undefined, 'b'.repeat(20)]);
  });

  it('replaces the text of the same key', () => {
    const cache = new TextCache(10);
    for (let time = 0; time < 5; time += 1) cache.set(a, 'aaaa');
    cache.set(b, 'bbbb');
    expect([cache.get(a), cache.get(b)]).toEqual(['aaaa', 'bbbb']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type ListSource, pageOf } from './page-of.js';

const letters: ListSource<string> = { all: ['a', 'b', 'c', 'd'], idOf: (letter) => letter };

describe('pageOf', () => {
  it.each([
    ['everything', {}, ['a', 'b', 'c', 'd'], undefined],
    ['as many as asked for', { count: 2 }, ['a', 'b'], 'b'],
    ['what comes behind an id', { after: 'b' }, ['c', 'd'], undefined],
    ['what comes behind an id that is gone', { after: 'bb', count: 1 }, ['c'], 'c'],
    ['nothing behind the last', { after: 'd' }, [], undefined],
    ['nothing behind what would follow the last', { after: 'z' }, [], undefined],
  ])('gives %s', (_, query, entries, next) => {
    const page = pageOf(letters, { count: 1_000, ...query });
    expect([JSON.parse(page.text), page.next]).toEqual([entries, next]);
  });

  it('describes only what it gives, and leaves out what is gone', () => {
    const described: string[] = [];
    const describe = (letter: string): unknown => {
      described.push(letter);
      return letter === 'b' ? undefined : { letter };
    };
    expect(pageOf({ ...letters, describe }, { count: 2 })).toEqual({
      text: '[{"letter":"a"},{"letter":"c"}]',
      next: 'c',
    });
    expect(described).toEqual(['a', 'b', 'c']);
  });

  it('ends a page that is large, but never before its first entry', () => {
    const all = Array.from({ length: 20 }, (_, at) => String(at).padStart(2, '0'));
    const source: ListSource<string> = { all, idOf: (id) => id, describe: (id) => id + 'x'.repeat(2 ** 20) };
    const sizes: number[] = [];
    for (let after: string | undefined, isLast = false; !isLast; ) {
      const { text, next } = pageOf(source, { after, count: 1_000 });
      sizes.push((JSON.parse(text) as unknown[]).length);
      after = next;
      isLast = next === undefined;
    }
    expect(sizes).toEqual(Array(10).fill(2));
    expect(pageOf({ ...source, describe: () => 'x'.repeat(2 ** 22) }, { count: 9 }).next).toBe('00');
  });
});

import { describe, expect, it } from '@jest/globals';
import { rank } from './rank.js';

const entries = ['Dashboard', 'API keys', 'Catalog', 'Data catalog', 'Keyboard'].map((label) => ({ label }));
const found = (typed: string): string[] => rank(entries, typed).map(({ label }) => label);

describe('rank', () => {
  it.each([
    ['', ['Dashboard', 'API keys', 'Catalog', 'Data catalog', 'Keyboard']],
    ['key', ['Keyboard', 'API keys']],
    ['CAT', ['Catalog', 'Data catalog']],
    ['  cat   data ', ['Data catalog']],
    ['apk', ['API keys']],
    ['nothing', []],
    ['board', ['Dashboard', 'Keyboard']],
  ])('finds for %j %j', (typed, labels) => {
    expect(found(typed)).toEqual(labels);
  });

  it('finds by what stands beside the label, after all labels', () => {
    const given = [
      { label: 'List', detail: 'Orders' },
      { label: 'Orders', detail: 'Shop' },
    ];
    expect(rank(given, 'orders').map(({ label }) => label)).toEqual(['Orders', 'List']);
  });
});

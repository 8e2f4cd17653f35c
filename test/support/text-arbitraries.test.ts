import * as fc from 'fast-check';
import { anyCharacter, urlPath, urlQuery } from './text-arbitraries.js';

describe('the arbitraries of text', () => {
  it('make characters that UTF-8 keeps, up to the last plane', () => {
    const characters = fc.sample(anyCharacter, 1_000);
    for (const character of characters) {
      expect([...character]).toEqual([character]);
      expect(Buffer.from(character).toString()).toBe(character);
    }
    expect(Math.max(...characters.map((character) => character.codePointAt(0) ?? 0))).toBeGreaterThan(0xf0000);
  });

  it('make paths and queries that a URL keeps as they are, but for dots', () => {
    fc.assert(
      fc.property(urlPath(), urlQuery(), (path, query) => {
        const url = new URL(`http://host.test${path}?${query}`);
        expect(url.search.replace(/^\?/, '')).toBe(query.replaceAll("'", '%27'));
        if (!/\/(\.|%2e){1,2}(\/|$)/i.test(path)) expect(url.pathname).toBe(path || '/');
      }),
    );
  });
});

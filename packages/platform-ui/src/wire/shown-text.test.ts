import { shownText } from './shown-text.js';

describe('shownText', () => {
  it.each([
    ['plain words', 'Orders', 'Orders'],
    ['an override', 'safe\u202Egnp.exe', 'safegnp.exe'],
    ['an embedding and its end', '\u202Babc\u202C', 'abc'],
    ['isolates', '\u2066a\u2067b\u2068c\u2069', 'abc'],
    ['controls', 'a\u0000b\u001B[31mc\u0085', 'ab[31mc'],
    ['Hebrew and Arabic, as they are', 'מלאי مخزون', 'מלאי مخزون'],
    ['a mark that turns nothing but itself', 'C++\u200F', 'C++\u200F'],
    ['emoji with joiners', '👩‍🔬 Lab 🇩🇪', '👩‍🔬 Lab 🇩🇪'],
  ])('of %s', (_what, given, expected) => {
    expect(shownText(given)).toBe(expected);
  });
});

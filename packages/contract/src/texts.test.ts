import { isAcceptedSubject, line, text } from './texts.js';

describe('line', () => {
  it.each(['Catalog', 'Caf\u00e9 \ud83d\ude00', '', 'a\u00a0b'])('takes %j', (given) => {
    expect(line(20).safeParse(given).success).toBe(true);
  });
  it.each(['a\nb', 'a\u0000', '\u001b[31m', 'a\u2028b', 'x'.repeat(21), 'a\ud800', 'a\u202egnp.exe', '\u2066a'])(
    'refuses %j',
    (given) => {
      expect(line(20).safeParse(given).success).toBe(false);
    },
  );
});

describe('text', () => {
  it.each(['a\nb', 'a\tb\r\n'])('takes %j', (given) => {
    expect(text(20).safeParse(given).success).toBe(true);
  });
  it.each(['\u0000', '\u001b[31m', 'x'.repeat(21), '\udc00', 'a\u202eb'])('refuses %j', (given) => {
    expect(text(20).safeParse(given).success).toBe(false);
  });
});

describe('isAcceptedSubject', () => {
  it.each(['a', 'cirata.extensions.catalog.>', 'a.*.b', '$KV.a', 'caf\u00e9'])('is true for %s', (subject) => {
    expect(isAcceptedSubject(subject)).toBe(true);
  });
  it.each([
    ['nothing', ''],
    ['an empty token', 'a..b'],
    ['a wildcard that is not at the end', '>.a'],
    ['a control character', 'a.\u0001'],
    ['a character that shows nothing', 'a.\u200b'],
    ['a lone surrogate', 'a.\ud800'],
    ['a template', 'a.{{name()}}'],
    ['too many characters', 'a'.repeat(257)],
    ['too many tokens', Array.from({ length: 33 }, () => 'a').join('.')],
  ])('is false for %s', (_, subject) => {
    expect(isAcceptedSubject(subject)).toBe(false);
  });
});

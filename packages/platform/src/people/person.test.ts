import { asLine } from './person.js';

describe('asLine', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    [' a\nb\u0000\u001b[31m ', 'a b [31m'],
    ['a\u202eb', 'a b'],
    ['a\ud800', 'a'],
    ['x'.repeat(300), 'x'.repeat(200)],
    [`${'x'.repeat(199)}\u{1f600}`, 'x'.repeat(199)],
  ])('makes of %j a line that fits', (text, expected) => {
    expect(asLine(text)).toBe(expected);
  });
});

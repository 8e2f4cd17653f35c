import { wrapLines } from './wrap-lines.js';

describe('wrapLines', () => {
  it.each<[string, string, number, number, readonly string[], boolean]>([
    ['lines as they are', 'a\nb', 10, 5, ['a', 'b'], false],
    ['an empty line', '', 10, 5, [''], false],
    ['a long line', 'abcdef', 4, 5, ['abcd', 'ef'], false],
    ['a line that just fits', 'abcd', 4, 5, ['abcd'], false],
    ['no more lines than there is room for', 'abcdefghij', 4, 2, ['abcd', 'efgh'], true],
    ['letters of two columns', '日本語', 4, 5, ['日本', '語'], false],
    ['marks', 'e\u0301e\u0301e\u0301e\u0301', 4, 5, ['e\u0301e\u0301e\u0301e\u0301'], false],
    ['a tab', 'a\tb', 10, 5, ['a  b'], false],
    ['text that turns its direction', 'a\u202eb', 10, 5, ['ab'], false],
  ])('makes %s', (_what, text, width, most, lines, isCut) => {
    expect(wrapLines(text, width, most)).toEqual({ lines, isCut });
  });
});

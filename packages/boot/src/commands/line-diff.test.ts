import { lineDiff } from './line-diff.js';

describe(lineDiff, () => {
  it.each([
    ['nothing', 'a\nb\n', 'a\nb\n', ''],
    ['other ends of lines', 'a\r\nb\r\n', 'a\nb', ''],
    ['empty lines at the end', 'a\n', 'a\n\n\n', ''],
    ['a changed line', 'a\nb\nc', 'a\nB\nc', '- b\n+ B'],
    ['new lines', 'a', 'a\nb\nc', '+ b\n+ c'],
    ['lines that went', 'a\nb\nc', 'a', '- b\n- c'],
    ['all of it', '', 'a', '- \n+ a'],
    ['spaces before a line', 'a\n b', 'a\n  b', '-  b\n+   b'],
  ])('shows %s', (_what, before, after, expected) => {
    expect(lineDiff(before, after)).toBe(expected);
  });
});

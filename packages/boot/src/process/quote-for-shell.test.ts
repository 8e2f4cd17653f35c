import { quoteForShell } from './quote-for-shell.js';

describe('quoteForShell', () => {
  it.each([
    ['../greeter', '../greeter'],
    ['my greeter', "'my greeter'"],
    ["Ada's $HOME", String.raw`'Ada'\''s $HOME'`],
    ['', "''"],
  ])('writes %p as %s', (word, written) => {
    expect(quoteForShell(word)).toBe(written);
  });
});

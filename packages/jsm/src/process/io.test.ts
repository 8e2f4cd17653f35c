import { splitKeys } from './io.js';

describe('splitKeys', () => {
  it.each([
    ['', []],
    ['q', ['q']],
    ['\u001b[B\r', ['\u001b[B', '\r']],
    ['\u001b', ['\u001b']],
    ['jj\u001b[5~\u001b[1;5A', ['j', 'j', '\u001b[5~', '\u001b[1;5A']],
  ])('finds in %j the keys %j', (text, keys) => {
    expect(splitKeys(text)).toEqual(keys);
  });
});

import { parseBytes } from './parse-bytes.js';

describe('parseBytes', () => {
  it.each([
    ['-1', -1],
    ['0', 0],
    ['500', 500],
    ['500B', 500],
    ['1K', 1024],
    ['1kb', 1024],
    ['1KiB', 1024],
    ['10MB', 10 * 1024 ** 2],
    ['1.5G', 1.5 * 1024 ** 3],
    ['2 TiB', 2 * 1024 ** 4],
  ])('reads %j as %d', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(['', 'many', '-2', '1e3', '0x10', '1P', '1i', '99999999T'])('refuses %j', (text) =>
    expect(() => parseBytes(text)).toThrow('bytes'),
  );
});

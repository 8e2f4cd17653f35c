import { type ConfigObject, formatConfig } from './config-format.js';

describe('formatConfig', () => {
  it.each<[string, ConfigObject, string]>([
    ['text that looks like a size', { a: '1k' }, 'a: "1k"\n'],
    ['text that looks like a boolean', { a: 'off' }, 'a: "off"\n'],
    ['text that looks like a variable', { a: '$HOME' }, 'a: "$HOME"\n'],
    ['quotes, backslashes and line ends', { a: 'a"b\\c\nd\te\r' }, 'a: "a\\"b\\\\c\\nd\\te\\r"\n'],
    ['numbers', { a: -1, b: 0.5, c: 1_000_000_000_000 }, 'a: -1\nb: 0.5\nc: 1000000000000\n'],
    ['booleans', { a: true, b: false }, 'a: true\nb: false\n'],
    ['nothing for undefined', { a: undefined, b: 1 }, 'b: 1\n'],
    ['keys that need quotes', { 'a.b': 1, '9': 2 }, '"9": 2\n"a.b": 1\n'],
    ['blocks', { a: { b: { c: 1 } } }, 'a: {\n  b: {\n    c: 1\n  }\n}\n'],
    ['lists', { a: ['x', { b: 1 }] }, 'a: [\n  "x"\n  {\n    b: 1\n  }\n]\n'],
    ['empty blocks and lists', { a: {}, b: [] }, 'a: {\n}\nb: [\n]\n'],
  ])('writes %s', (_, config, text) => {
    expect(formatConfig(config)).toBe(text);
  });

  it.each<[string, ConfigObject, string]>([
    ['a key with a quote', { a: { 'b"c': 1 } }, '"a.b"c": the key "b\\"c" cannot be written'],
    ['an empty key', { '': 1 }, 'the key "" cannot be written'],
    ['NaN', { a: [Number.NaN] }, '"a[0]": NaN is not a number'],
    ['an inexact integer', { a: 2 ** 60 }, 'is not exact'],
    ['an exponent', { a: 1e-9 }, 'would need an exponent'],
    ['a NUL', { a: 'x\0y' }, '"a": it holds a NUL character'],
  ])('refuses %s and says where it stands', (_, config, message) => {
    expect(() => formatConfig(config)).toThrow(message);
  });
});

import * as fc from 'fast-check';
import { formatExactJson, parseExactJson } from './exact-json.js';

/** JSON values that contain integers of any size. */
const exactValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.jsonValue({ maxDepth: 0 }),
    fc.string({ unit: fc.constantFrom('integer#0:', '"', '\\', '1234567890123456789', '\\u0069', 'é') }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('parseExactJson', () => {
  it.each<[string, unknown]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['{"seq":18446744073709551615}', { seq: 18446744073709551615n }],
    ['[-9223372036854775808]', [-9223372036854775808n]],
    ['"18446744073709551615"', '18446744073709551615'],
    ['1.8446744073709551615', Number('1.8446744073709551615')],
    ['1e20', 1e20],
  ])('reads %s', (text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });

  it.each(['', '{', '{"a":18446744073709551615', '12345678901234567890,'])('refuses %j', (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });

  it('reads what formatExactJson wrote, whatever strings and integers it holds', () => {
    fc.assert(
      fc.property(exactValue, (value) => {
        const back = parseExactJson(formatExactJson(value));
        // JSON writes -0 as 0.
        expect(formatExactJson(back)).toBe(formatExactJson(value));
      }),
    );
  });

  it('agrees with JSON.parse on everything without large integers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/\d{16}/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

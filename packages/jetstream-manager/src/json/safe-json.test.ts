import * as fc from 'fast-check';
import {
  assertSequence,
  formatRequest,
  parseMixedJson,
  parseSafeInteger,
  parseSafeJson,
  writeExactIntegers,
} from './safe-json.js';

const code = (what: string) => expect.objectContaining({ code: what });

describe('parseSafeJson', () => {
  it('reads what JSON.parse reads, or refuses what that would round', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (hasUnsafeInteger(value)) expect(() => parseSafeJson(text, 'test')).toThrow(code('UNSAFE_INTEGER'));
        else expect(parseSafeJson(text, 'test')).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['a sequence', '{"state":{"first_seq":9007199254740993}}', 'first_seq', '9007199254740993'],
    ['a sequence a number could hold', '{"last_seq":9007199254740992}', 'last_seq', '9007199254740992'],
    ['bytes', '{"bytes":18446744073709551615}', 'bytes', '18446744073709551615'],
    ['an array entry', '{"deleted":[1,2,9007199254740995]}', 'deleted', '9007199254740995'],
    ['a negative number', '{"lag":-9007199254740993}', 'lag', '-9007199254740993'],
    ['a limit that would be rounded', '{"max_bytes":9223372036854775807}', 'max_bytes', '9223372036854775807'],
    ['an escaped key', '{"a\\"b": 9007199254740993 }', 'a"b', '9007199254740993'],
  ])('refuses %s beyond 2^53 with its field and digits', (_, text, field, value) => {
    let thrown: unknown;
    try {
      parseSafeJson(text, '$JS.API.STREAM.INFO.X');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'UNSAFE_INTEGER',
      details: { field, value, source: '$JS.API.STREAM.INFO.X' },
    });
    expect((thrown as Error).message).toContain(value);
  });

  it.each([
    ['the largest safe integer', '{"seq":9007199254740991}', { seq: 9007199254740991 }],
    ['a duration in nanoseconds', '{"max_age":31536000123456789}', { max_age: Number('31536000123456789') }],
    ['backoff durations', '{"backoff":[9223372036854775807]}', { backoff: [Number('9223372036854775807')] }],
    ['a limit that is a power of two', '{"max_bytes":1152921504606846976}', { max_bytes: 2 ** 60 }],
    ['digits inside a string', '{"data":"9007199254740993"}', { data: '9007199254740993' }],
    ['digits inside an escaped string', '{"data":"\\"9007199254740993"}', { data: '"9007199254740993' }],
    ['a decimal fraction', '{"cpu":0.12345678901234567}', { cpu: Number('0.12345678901234567') }],
  ])('keeps %s', (_, text, value) => {
    expect(parseSafeJson(text, 'test')).toEqual(value);
  });

  it('finds a number that does not fit wherever it stands, among others of any length', () => {
    const digits = '9007199254740993';
    const found = Array.from({ length: 64 }, (_, at) => {
      const text = `{"${'n'.repeat(at)}":1234567,"a":[0.1234567890123,12,1234],"seq":${digits},"b":1}`;
      expect(() => parseSafeJson(text, 'test')).toThrow(code('UNSAFE_INTEGER'));
      return parseMixedJson(text);
    });
    expect(found.every(({ hasBigints }) => hasBigints)).toBe(true);
  });

  it('says INVALID_REPLY where the text is no JSON', () => {
    expect(() => parseSafeJson('+OK', 'reply')).toThrow(code('INVALID_REPLY'));
  });
});

describe('writeExactIntegers', () => {
  it('writes a limit as the number it is', () => {
    const text = JSON.stringify({ max_bytes: 2 ** 60, max_age: 2 ** 62, name: '1152921504606847000' });
    expect(writeExactIntegers(text, 'test')).toBe(
      '{"max_bytes":1152921504606846976,"max_age":4611686018427387904,"name":"1152921504606847000"}',
    );
  });

  it('refuses a sequence that may have been rounded', () => {
    expect(() => writeExactIntegers(JSON.stringify({ opt_start_seq: 2 ** 53 }), 'test')).toThrow(
      code('UNSAFE_INTEGER'),
    );
  });

  it('leaves everything else as it is', () => {
    const text = JSON.stringify({ seq: Number.MAX_SAFE_INTEGER, ratio: 0.1234567890123456, list: [1, 'x'] });
    expect(writeExactIntegers(text, 'test')).toBe(text);
  });
});

describe('parseSafeInteger', () => {
  it('reads digits exactly or refuses them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (big) => {
        const digits = big.toString();
        if (big <= BigInt(Number.MAX_SAFE_INTEGER)) expect(parseSafeInteger(digits, 'seq', 'test')).toBe(Number(big));
        else expect(() => parseSafeInteger(digits, 'seq', 'test')).toThrow(code('UNSAFE_INTEGER'));
      }),
    );
  });

  it.each(['', '-1', '1.5', 'x'])('says INVALID_METADATA for %j', (digits) => {
    expect(() => parseSafeInteger(digits, 'seq', 'test')).toThrow(code('INVALID_METADATA'));
  });
});

describe('assertSequence', () => {
  it('takes whole numbers up to 2^53 - 1', () => {
    expect(() => assertSequence(Number.MAX_SAFE_INTEGER, 'seq')).not.toThrow();
  });

  it('refuses a number that may already be rounded', () => {
    expect(() => assertSequence(2 ** 53, 'seq')).toThrow(code('UNSAFE_INTEGER'));
  });

  it.each([-1, 0.5, Number.NaN])('refuses %p', (value) => {
    expect(() => assertSequence(value, 'seq')).toThrow(code('INVALID_ARGUMENT'));
  });
});

/** JavaScript writes larger numbers with an exponent. JSON readers do not treat those as integers. */
function hasUnsafeInteger(value: unknown): boolean {
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnsafeInteger);
}

describe('formatRequest', () => {
  it.each([
    [{ max_msgs: Number.NaN }, 'S: max_msgs is NaN'],
    [{ consumer_limits: { max_ack_pending: Number.POSITIVE_INFINITY } }, 'S: max_ack_pending is Infinity'],
    [{ backoff: [1, Number.NEGATIVE_INFINITY] }, 'S: backoff is -Infinity'],
  ])('refuses %j, which JSON would turn into null', (body, message) =>
    expect(() => formatRequest(body, 'S')).toThrow(message),
  );

  it('writes everything else', () =>
    expect(formatRequest({ a: null, b: [1, 'x'], c: 2n ** 60n, d: undefined }, 'S')).toBe(
      '{"a":null,"b":[1,"x"],"c":1152921504606846976}',
    ));
});

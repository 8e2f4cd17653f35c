import { encodeAttributes, encodeValue } from './any-value.js';
import { createClock, unixNano } from './unix-nano.js';

describe('encodeValue', () => {
  it.each([
    ['text', { stringValue: 'text' }],
    ['', { stringValue: '' }],
    [true, { boolValue: true }],
    [7, { intValue: '7' }],
    [-1, { intValue: '-1' }],
    [0.5, { doubleValue: 0.5 }],
    [2 ** 60, { doubleValue: 2 ** 60 }],
    [Number.NaN, { doubleValue: 'NaN' }],
    [Number.NEGATIVE_INFINITY, { doubleValue: '-Infinity' }],
    [['a', 'b'], { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } }],
  ])('writes %j', (value, expected) => {
    expect(encodeValue(value)).toEqual(expected);
  });

  it('shortens long texts', () => {
    expect(encodeValue('x'.repeat(5_000))).toEqual({ stringValue: `${'x'.repeat(4_095)}…` });
  });
});

describe('encodeAttributes', () => {
  it('keeps the order, and leaves out what is undefined', () => {
    expect(encodeAttributes({ b: 1, a: undefined, c: false })).toEqual([
      { key: 'b', value: { intValue: '1' } },
      { key: 'c', value: { boolValue: false } },
    ]);
  });
});

describe('createClock', () => {
  it('counts on finely, and follows the system where it jumps', () => {
    let wall = 5_000;
    let fine = 100;
    const clock = createClock(
      () => wall,
      () => fine,
    );
    fine += 0.25;
    expect(clock()).toBe(5_000.25);
    wall += 60_000;
    expect(clock()).toBe(65_000);
    wall -= 30_000;
    fine += 1;
    expect(clock()).toBe(35_000);
  });
});

describe('unixNano', () => {
  it.each([
    [0, '0000'],
    [1_700_000_000_000, '1700000000000000000'],
    [1_700_000_000_000.25, '1700000000000250000'],
  ])('writes %d ms', (ms, expected) => {
    expect(Number(unixNano(ms))).toBe(Number(expected));
    expect(unixNano(ms)).toMatch(/^\d+$/);
  });
});

import { parseMilliseconds, parseNanoseconds, parseTimeout } from './parse-nanoseconds.js';

describe('parseMilliseconds', () => {
  it.each([
    ['500ms', 500],
    ['5s', 5000],
    ['1.5s', 1500],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['5', undefined],
    ['s', undefined],
    ['5 s', undefined],
    ['-5s', undefined],
  ])('reads %s as %s', (text, expected) => expect(parseMilliseconds(text)).toBe(expected));
});

describe('parseTimeout', () => {
  it.each([
    ['5s', 5000],
    ['2500', 2500],
    ['100d', 2_147_483_647],
    ['99999999999', 2_147_483_647],
  ])('reads %s as %d', (text, expected) => expect(parseTimeout(text)).toBe(expected));

  it.each(['0', '0s', 'soon', ''])('refuses %j', (text) => expect(() => parseTimeout(text)).toThrow('duration'));
});

describe('parseNanoseconds', () => {
  it('gives nanoseconds, and takes 0', () => {
    expect([parseNanoseconds('24h'), parseNanoseconds('0')]).toEqual([86_400e9, 0]);
    expect(() => parseNanoseconds('24')).toThrow('duration');
  });
});

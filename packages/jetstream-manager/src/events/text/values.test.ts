import { bytes, clockTime, duration, grouped, line, preciseTime, shown } from './values.js';

describe('clockTime and preciseTime', () => {
  it.each([
    ['2026-01-31T11:25:49.6684Z', '11:25:49', '11:25:49.668'],
    ['2026-01-31T11:25:49+02:00', '11:25:49', '11:25:49.000'],
    ['2026-01-31T11:25:49.5Z', '11:25:49', '11:25:49.500'],
    [undefined, '--:--:--', '--:--:--.000'],
    ['yesterday', '--:--:--', '--:--:--.000'],
  ])('render %s', (timestamp, short, long) => {
    expect([clockTime(timestamp), preciseTime(timestamp)]).toEqual([short, long]);
  });

  it('render what cannot be told as text', () => {
    const odd = { toString: null };
    expect([clockTime(odd), preciseTime(odd)]).toEqual(['--:--:--', '--:--:--.000']);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [10 * 1024, '10 KiB'],
    [5e9, '4.7 GiB'],
    [2n ** 63n, '8.0 EiB'],
    ['many', 'many'],
    [undefined, '-'],
  ])('renders %s', (value, expected) => {
    expect(bytes(value)).toBe(expected);
  });
});

describe('duration', () => {
  it.each([
    [0, '0ns'],
    [999, '999ns'],
    [1500, '1.5µs'],
    [2577507, '2.577507ms'],
    [1e9, '1s'],
    [61_500_000_000, '1m1.5s'],
    [3_723_000_000_000, '1h2m3s'],
    [3_600_000_000_000, '1h0m0s'],
    [-1500, '-1.5µs'],
    [null, '-'],
  ])('renders %s', (value, expected) => {
    expect(duration(value)).toBe(expected);
  });
});

describe('grouped, shown and line', () => {
  it('render numbers of any size', () => {
    expect(grouped(1234567)).toBe('1,234,567');
    expect(grouped(18_446_744_073_709_551_615n)).toBe('18,446,744,073,709,551,615');
  });

  it('render what is missing as a dash, and an empty part of a line as nothing', () => {
    expect([shown(undefined), shown(null), shown('')]).toEqual(['-', '-', '-']);
    expect(line`a${undefined}b${''}c${['x', 'y']}`).toBe('a-bcx,y');
  });
});

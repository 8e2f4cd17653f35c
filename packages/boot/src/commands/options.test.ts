import { expiryTime } from './options.js';

const now = Date.parse('2030-01-01T00:00:00Z');

describe('expiryTime', () => {
  it.each([
    ['90m', '2030-01-01T01:30:00.000Z'],
    ['12h', '2030-01-01T12:00:00.000Z'],
    ['30d', '2030-01-31T00:00:00.000Z'],
    ['2030-02-01', '2030-02-01T00:00:00.000Z'],
    ['2030-02-01T10:00:00+02:00', '2030-02-01T08:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(expiryTime(text, now)?.toISOString()).toBe(expected);
  });

  it.each(['', '5', '0d', '-1d', '3w', 'tomorrow', '2029-12-31', '2030-02-30x'])('refuses %p', (text) => {
    expect(expiryTime(text, now)).toBeUndefined();
  });
});

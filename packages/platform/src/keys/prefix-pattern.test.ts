import { matchesPrefix } from './prefix-pattern.js';

describe('matchesPrefix', () => {
  it.each([
    ['orders', 'orders', true],
    ['orders', 'orders2', false],
    ['team-*', 'team-a', true],
    ['team-*', 'team-', true],
    ['team-*', 'teams', false],
    ['*', 'anything', true],
    ['*-eu', 'orders-eu', true],
    ['a*c*e', 'abcde', true],
    ['*', 'Not-a-prefix', false],
    ['.*', 'orders', false],
    ['', 'orders', false],
  ])('%s of %s is %s', (pattern, prefix, matches) => {
    expect(matchesPrefix(pattern, prefix)).toBe(matches);
  });
});

describe('matchesPrefix of a hostile pattern', () => {
  it.each(['*a'.repeat(23) + '*b', '*'.repeat(48), '*a*a*a*a*a*a*a*a*a*a*a*a'])('answers %s at once', (pattern) => {
    const started = process.cpuUsage();
    for (let time = 0; time < 1_000; time += 1) matchesPrefix(pattern, 'a'.repeat(48));
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
  });

  it.each([
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*aa*aa*', 'aaa', false],
    ['*aa*aa*', 'aaaa', true],
  ])('finds no character of %s in %s twice: %s', (pattern, prefix, matches) => {
    expect(matchesPrefix(pattern, prefix)).toBe(matches);
  });
});

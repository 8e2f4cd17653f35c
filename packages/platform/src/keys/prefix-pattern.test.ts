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

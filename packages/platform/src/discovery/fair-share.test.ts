import { fairShare } from './fair-share.js';

describe('fairShare', () => {
  it.each([
    [[], 10, []],
    [[3, 4], 10, [3, 4]],
    [[100, 1, 100], 21, [10, 1, 10]],
    [[100, 100, 100], 10, [3, 3, 4]],
    [[5], 0, [0]],
  ])('of %j among %i is %j', (wishes, budget, shares) => {
    expect(fairShare(wishes, budget)).toEqual(shares);
  });
});

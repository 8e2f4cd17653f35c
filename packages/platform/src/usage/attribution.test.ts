import { describe, expect, it } from '@jest/globals';
import { AttributionRule, findRule, specificity } from './attribution.js';

const rule = (id: string, part: Partial<AttributionRule> = {}) => AttributionRule.parse({ id, unit: id, ...part });

describe('findRule', () => {
  it.each([
    [{ extension: '*', account: '*' }, true],
    [{ extension: 'orders' }, true],
    [{ extension: 'ord*' }, true],
    [{ extension: '*ers' }, true],
    [{ extension: 'o*d*s' }, true],
    [{ extension: 'order' }, false],
    [{ extension: 'ordersx*' }, false],
    [{ extension: 'o*x*s' }, false],
    [{ extension: 'orders*orders' }, false],
    [{ account: 'acme' }, true],
    [{ account: 'ac*' }, true],
    [{ account: 'a.me' }, false],
    [{ account: 'beta' }, false],
  ])('says whether %j takes a report of orders for acme', (part, expected) => {
    expect(findRule([rule('r', part)], { prefix: 'orders', account: 'acme' }) !== undefined).toBe(expected);
  });

  it('takes reports without an account under * alone', () => {
    const source = { prefix: 'orders', account: undefined };
    expect(findRule([rule('r', { account: '**' })], source)).toBeUndefined();
    expect(findRule([rule('r')], source)?.id).toBe('r');
  });

  it.each([
    ['the more specific', [rule('a', { priority: 9 }), rule('b', { extension: 'ord*' })], 'b'],
    ['the extension before the account', [rule('a', { account: 'acme' }), rule('b', { extension: 'orders' })], 'b'],
    [
      'a part of the extension before the whole account',
      [rule('a', { account: 'acme' }), rule('b', { extension: 'o*' })],
      'b',
    ],
    ['the higher priority of equals', [rule('a'), rule('b', { priority: 1 })], 'b'],
    ['the first by id of equals', [rule('b'), rule('a')], 'a'],
  ])('prefers %s', (_, rules, expected) => {
    expect(findRule(rules, { prefix: 'orders', account: 'acme' })?.id).toBe(expected);
  });
});

describe('specificity', () => {
  it.each([
    ['*', '*', 0],
    ['*', 'ac*', 1],
    ['*', 'acme', 2],
    ['o*', '*', 3],
    ['orders', '*', 6],
    ['orders', 'acme', 8],
  ])('scores %s for %s at %i', (extension, account, score) => {
    expect(specificity(rule('r', { extension, account }))).toBe(score);
  });
});

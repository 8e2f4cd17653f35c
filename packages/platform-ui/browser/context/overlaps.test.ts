import { describe, expect, it } from '@jest/globals';
import { overlaps } from './overlaps.js';

describe('overlaps', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['a.b', 'a.b.c', false],
    ['a.*', 'a.b', true],
    ['a.*', '*.b', true],
    ['a.*', 'a', false],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['a.*.c', 'a.b.>', true],
    ['a.*.c', 'a.b.d', false],
    ['>', 'a', true],
  ])('of %s and %s is %s, whichever comes first', (left, right, expected) => {
    expect([overlaps(left, right), overlaps(right, left)]).toEqual([expected, expected]);
  });
});

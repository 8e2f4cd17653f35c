import { collide, findPair, isSubject, isWithin } from './subject-rules.js';

describe('isSubject', () => {
  it.each([
    ['a', true],
    ['a.b.*', true],
    ['a.>', true],
    ['>', true],
    ['a.>.b', false],
    ['a..b', false],
    ['.a', false],
    ['a b', false],
    ['', false],
  ])('says of %j %s', (subject, expected) => expect(isSubject(subject)).toBe(expected));
});

describe('collide', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.*', 'a.b', true],
    ['a.*', '*.b', true],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['a.b', 'a.c', false],
    ['a.*', 'a.b.c', false],
  ])('says of %s and %s %s', (a, b, expected) => {
    expect(collide(a, b)).toBe(expected);
    expect(collide(b, a)).toBe(expected);
  });
});

describe('isWithin', () => {
  it.each([
    ['a.b', 'a.*', true],
    ['a.*', 'a.*', true],
    ['a.b.c', 'a.>', true],
    ['a.>', 'a.*', false],
    ['a', 'a.>', false],
    ['*.b', 'a.b', false],
  ])('says of %s in %s %s', (subject, pattern, expected) => expect(isWithin(subject, pattern)).toBe(expected));
});

describe('findPair', () => {
  it('gives the first two that clash', () => {
    expect(findPair(['a', 'b.*', 'b.c'], collide)).toEqual(['b.*', 'b.c']);
    expect(findPair(['a', 'b'], collide)).toBeUndefined();
    expect(findPair(['a', 'a'], collide)).toEqual(['a', 'a']);
  });
});

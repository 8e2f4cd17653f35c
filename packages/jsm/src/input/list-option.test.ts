import { collect, collectSubjects } from './list-option.js';

describe('collectSubjects', () => {
  it.each([
    ['a', undefined, ['a']],
    ['a,b', undefined, ['a', 'b']],
    ['a, b\tc', undefined, ['a', 'b', 'c']],
    ['c', ['a', 'b'], ['a', 'b', 'c']],
    ['', undefined, []],
  ])('adds %j to %j', (value, before, after) => expect(collectSubjects(value, before)).toEqual(after));
});

describe('collect', () => {
  it('keeps each value as it is', () => expect(collect('b,c', ['a'])).toEqual(['a', 'b,c']));
});

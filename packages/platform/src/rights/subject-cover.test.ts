import { covers } from '@symphony-ts/contract';
import fc from 'fast-check';
import { grantedOf } from './capability-check.js';
import { createCover, fewestSubjects } from './subject-cover.js';

describe('createCover', () => {
  const token = fc.constantFrom('a', 'b', '*');
  const subject = fc
    .tuple(fc.array(token, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([tokens, isOpen]) => [...tokens, ...(isOpen ? ['>'] : [])].join('.'));

  it('says the same as asking each pattern', () => {
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 6 }), subject, (patterns, asked) => {
        expect(createCover(patterns)(asked)).toBe(patterns.some((pattern) => covers(pattern, asked)));
      }),
    );
  });
});

describe('grantedOf', () => {
  const lists = (count: number, name: (at: number) => string) => ({
    pub: { allow: Array.from({ length: count }, (_, at) => name(at)) },
    sub: { allow: [] },
  });

  it.each([
    ['subjects', (at: number) => `cirata.extensions.catalog.e${at}`],
    ['patterns', (at: number) => `cirata.extensions.*.*.e${at}.*`],
  ])('compares as many %s with as many, in time that grows with their number', (_, name) => {
    const many = lists(20_000, name);
    const started = process.cpuUsage();
    expect(grantedOf(many, [many]).pub.allow).toHaveLength(20_000);
    expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
  });
});

describe('fewestSubjects', () => {
  it.each([
    [['a', 'a'], ['a']],
    [['a.b', 'a.*', 'a.>'], ['a.>']],
    [['a.*.>', 'a.>', 'a.*.*'], ['a.>']],
    [
      ['*.b', 'a.*', 'a.b'],
      ['*.b', 'a.*'],
    ],
    [
      ['a.b.c', 'a.*.c', '*.b.>'],
      ['*.b.>', 'a.*.c'],
    ],
    [['>', 'a', '*', 'a.>'], ['>']],
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
  ])('makes of %j %j', (subjects, fewest) => {
    expect(fewestSubjects(subjects)).toEqual(fewest);
    expect(fewestSubjects([...subjects].reverse())).toEqual(fewest);
  });

  it('costs as much as there is to read, however many of them are patterns', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => `n${index}.*.x`);
    const started = process.cpuUsage();
    expect(fewestSubjects(many)).toHaveLength(4_000);
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
  });
});

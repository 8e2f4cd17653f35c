import { covers } from '@symphony-ts/contract';
import * as fc from 'fast-check';
import { subjectsOverlap } from './check-subjects.js';

describe('subjectsOverlap', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['a.b', 'a.b.c', false],
    ['a.*', 'a.b', true],
    ['a.*.c', 'a.b.*', true],
    ['a.>', 'a', false],
    ['a.>', 'a.b.c', true],
    ['*.b', 'a.>', true],
    ['>', '*.*.*', true],
    ['a.*.c', 'a.b.d', false],
  ])('finds that %s and %s overlap: %s', (left, other, overlap) => {
    expect(subjectsOverlap(left, other)).toBe(overlap);
    expect(subjectsOverlap(other, left)).toBe(overlap);
  });

  it('is true wherever one subject matches both patterns', () => {
    const token = fc.constantFrom('a', 'b');
    const subject = fc.array(token, { minLength: 1, maxLength: 4 });
    // Patterns made from the subject itself, so that they match it.
    const pattern = (tokens: string[]) =>
      fc.array(fc.boolean(), { minLength: tokens.length, maxLength: tokens.length }).chain((wild) =>
        fc.option(fc.nat({ max: tokens.length - 1 })).map((cut) => {
          const all = tokens.map((own, index) => (wild[index] ? '*' : own));
          return (cut === null ? all : [...all.slice(0, cut), '>']).join('.');
        }),
      );
    fc.assert(
      fc.property(
        subject.chain((tokens) => fc.tuple(fc.constant(tokens.join('.')), pattern(tokens), pattern(tokens))),
        ([text, one, other]) => {
          expect(covers(one, text) && covers(other, text)).toBe(true);
          expect(subjectsOverlap(one, other)).toBe(true);
        },
      ),
    );
  });
});

import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

describe('onFirstUse', () => {
  it('makes nothing until something is asked for, and that once', () => {
    let made = 0;
    const schema = onFirstUse(() => {
      made += 1;
      return z.object({ name: z.string() });
    });
    expect(made).toBe(0);
    expect(schema.parse({ name: 'a' })).toEqual({ name: 'a' });
    expect(schema.safeParse({}).success).toBe(false);
    expect(made).toBe(1);
  });

  it('asks again after making has failed', () => {
    const schema = onFirstUse((): z.ZodObject => {
      throw new RangeError('no schema');
    });
    expect(() => schema.shape).toThrow(RangeError);
    expect(() => schema.shape).toThrow(RangeError);
  });

  describe('stands for what it makes', () => {
    const inner = onFirstUse(() => z.object({ name: z.string().max(3) }));
    const made = z.object({ name: z.string().max(3) });
    const union = onFirstUse(() => z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })]));

    it('for instanceof and in', () => {
      expect(inner).toBeInstanceOf(z.ZodObject);
      expect('shape' in inner).toBe(true);
    });

    it.each([
      ['a field', (schema: typeof made) => z.object({ schema })],
      ['entries of a list', (schema: typeof made) => z.array(schema)],
      ['optional', (schema: typeof made) => schema.optional()],
      ['with a default', (schema: typeof made) => schema.default({ name: 'abc' })],
      ['partial', (schema: typeof made) => schema.partial()],
      ['extended', (schema: typeof made) => schema.extend({ more: z.int() })],
      ['checked', (schema: typeof made) => schema.refine(({ name }) => name !== '')],
      ['in a pipe', (schema: typeof made) => z.unknown().pipe(schema)],
    ])('%s: the same verdicts and the same JSON Schema', (_case, build) => {
      const [given, expected] = [build(inner), build(made)];
      for (const value of [{ name: 'abc' }, { name: 'abcd' }, {}, undefined, { schema: { name: '' } }, [{}]]) {
        expect(given.safeParse(value)).toEqual(expected.safeParse(value));
      }
      expect(z.toJSONSchema(given)).toEqual(z.toJSONSchema(expected));
    });

    it('as JSON Schema itself, and where it refers to itself', () => {
      interface Tree {
        below?: Tree[] | undefined;
      }
      const tree: z.ZodType<Tree> = onFirstUse(() =>
        z.object({
          get below() {
            return z.array(tree).optional();
          },
        }),
      );
      expect(tree.safeParse({ below: [{ below: [{}] }] }).success).toBe(true);
      expect(tree.safeParse({ below: [{ below: [1] }] }).success).toBe(false);
      expect(z.toJSONSchema(tree)).toMatchObject({ type: 'object' });
      expect(z.toJSONSchema(union)).toMatchObject({ oneOf: [{ type: 'object' }] });
    });
  });
});

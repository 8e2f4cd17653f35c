import * as z from 'zod';
import { assertSameName, describeUnknown, onlyFields } from './only-fields.js';

const Body = onlyFields({ name: z.string(), limits: onlyFields({ bytes: z.int(), count: z.int() }).optional() });

describe('onlyFields', () => {
  it('takes what it names', () => {
    expect(Body.parse({ name: 'a', limits: { bytes: 1, count: 2 } })).toEqual({
      name: 'a',
      limits: { bytes: 1, count: 2 },
    });
  });

  it.each<[string, object, string, string]>([
    ['a misspelt field', { name: 'a', limit: {} }, '', "there is no field 'limit': did you mean 'limits'?"],
    [
      'a misspelt field further inside',
      { name: 'a', limits: { bytes: 1, count: 2, byte: 3 } },
      'limits',
      "there is no field 'byte': did you mean 'bytes'?",
    ],
    ['a field like no other', { name: 'a', xyz: 1 }, '', "there is no field 'xyz': it takes name, limits"],
    [
      'many fields',
      { name: 'a', ...Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}-xyz`, 1])) },
      '',
      'and 995 more',
    ],
    ['a field with a long name', { name: 'a', ['x'.repeat(1_000)]: 1 }, '', `'${'x'.repeat(64)}'`],
    ['a field that is special in JavaScript', { name: 'a', ['__proto__']: 1 }, '', "there is no field '__proto__'"],
  ])('refuses %s', (_what, body, path, text) => {
    const issues = Body.safeParse(body).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
    expect(issues[0]?.message).toContain(text);
  });

  it('says of other mistakes what is usual', () => {
    expect(Body.safeParse({ name: 1 }).error?.issues[0]?.message).toMatch(/expected string/);
    expect(Body.safeParse(7).error?.issues[0]?.message).toMatch(/expected object/);
  });
});

describe('describeUnknown', () => {
  it('says where nothing is taken', () => {
    expect(describeUnknown('parameter', ['all'], [])).toBe("there is no parameter 'all': none is taken here");
  });
});

describe('assertSameName', () => {
  it.each([undefined, 'shop'])('takes a body that is named %s', (inBody) => {
    expect(() => assertSameName('name', inBody, 'shop')).not.toThrow();
  });
  it('refuses another name than that of the path', () => {
    const reason = "name: it is 'other' in the body, and 'shop' in the path";
    expect(() => assertSameName('name', 'other', 'shop')).toThrow(reason);
  });
});

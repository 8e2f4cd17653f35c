import * as z from 'zod';
import { checkValue, isSchema, readIssues } from './schema.js';

describe('readIssues', () => {
  it.each<[string, Parameters<typeof readIssues>[0], ReturnType<typeof readIssues>]>([
    ['none', [], []],
    ['one of the value itself', [{ message: 'wrong' }], [{ path: '', message: 'wrong' }]],
    [
      'keys and positions',
      [{ path: ['items', 0, 'name'], message: 'short' }],
      [{ path: 'items.0.name', message: 'short' }],
    ],
    [
      'segments that are objects',
      [{ path: [{ key: 'a' }, { key: 1 }], message: 'x' }],
      [{ path: 'a.1', message: 'x' }],
    ],
    ['symbols', [{ path: [Symbol('s')], message: 'x' }], [{ path: 'Symbol(s)', message: 'x' }]],
  ])('reads %s', (_what, issues, read) => {
    expect(readIssues(issues)).toEqual(read);
  });

  it('reads those of zod', () => {
    const parsed = z.object({ lines: z.array(z.object({ sku: z.string() })) }).safeParse({ lines: [{ sku: 1 }] });
    expect(readIssues(parsed.error?.issues ?? [])).toEqual([
      { path: 'lines.0.sku', message: expect.stringContaining('string') },
    ]);
  });
});

describe('checkValue', () => {
  const Count = z.number().int();

  it('answers at once where the schema does', () => {
    expect(checkValue(Count, 7)).toEqual({ ok: true, value: 7 });
    expect(checkValue(Count, 'seven')).toEqual({
      ok: false,
      issues: [{ path: '', message: expect.stringContaining('number') }],
    });
  });

  it('answers later where the schema does', async () => {
    const Known = Count.refine(async (count) => count > 0, 'too small');
    const [right, wrong] = [checkValue(Known, 7), checkValue(Known, 0)];
    expect(right).toBeInstanceOf(Promise);
    await expect(right).resolves.toEqual({ ok: true, value: 7 });
    await expect(wrong).resolves.toEqual({ ok: false, issues: [{ path: '', message: 'too small' }] });
  });
});

describe('isSchema', () => {
  const validate = () => ({ value: 1 });

  it.each<[string, unknown, boolean]>([
    ['a schema of zod', z.string(), true],
    ['an object that has both', { '~standard': { validate, jsonSchema: {} } }, true],
    ['a function that has both', Object.assign(() => 1, { '~standard': { validate, jsonSchema: {} } }), true],
    ['one that cannot validate', { '~standard': { jsonSchema: {} } }, false],
    ['one that does not describe itself', { '~standard': { validate } }, false],
    ['an object', {}, false],
    ['a function', () => 1, false],
    ['null', null, false],
    ['nothing', undefined, false],
    ['a text', 'string', false],
  ])('of %s', (_what, value, expected) => {
    expect(isSchema(value)).toBe(expected);
  });
});

import * as z from 'zod';
import { readIssues } from './schema.js';

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

import { describe, expect, it } from '@jest/globals';
import { CallerBudget } from '../kit/caller-budget.js';
import { DocumentReader } from './document-reader.js';
import { readOpenApiOf } from './openapi-document.js';

describe('DocumentReader', () => {
  it.each([
    ['JSON as it is', '{ "openapi": "3.1.0" }', '{ "openapi": "3.1.0" }'],
    ['YAML as JSON', 'openapi: 3.1.0\npaths: {}', '{"openapi":"3.1.0","paths":{}}'],
    ['aliases written out', 'a: &a { b: 1 }\nc: *a', '{"a":{"b":1},"c":{"b":1}}'],
  ])('gives %s', async (_, text, json) => {
    expect(await new DocumentReader().toJson('orders', text)).toBe(json);
  });

  it.each([
    ['a list', '[1]', 'it is not an object'],
    ['nothing', '', 'it is not an object'],
    ['JSON that is cut off', '{ "openapi": ', 'Flow map'],
    ['JSON that is deep', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 'its nesting is deeper than 64'],
    ['aliases that make it deep', deepByAliases(100), 'Excessive alias count'],
    [
      'aliases that make it long',
      `a: &a ${'x'.repeat(10_000)}\nb: [${Array(100).fill('*a').join()}]`,
      'with its aliases',
    ],
    [
      'aliases that make it longer than memory',
      `a: &a ${'x'.repeat(50_000)}\nb: [${Array(5_000).fill('*a').join()}]`,
      'with its aliases',
    ],
  ])('refuses %s', async (_, text, reason) => {
    await expect(new DocumentReader().toJson('orders', text)).rejects.toThrow(reason);
  });

  it('remembers why a document was refused', async () => {
    const reader = new DocumentReader(new CallerBudget(() => 0, { perSecond: 0, atOnce: 1 }));
    for (let time = 0; time < 3; time += 1) {
      await expect(reader.toJson('evil', '- a')).rejects.toThrow('it is not an object');
    }
  });

  it('refuses an extension whose documents have taken too long, and no other', async () => {
    const reader = new DocumentReader(new CallerBudget(() => 0, { perSecond: 0, atOnce: 1 }));
    await reader.toJson('evil', 'a: 1');
    await expect(reader.toJson('evil', 'a: 2')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(await reader.toJson('evil', 'a: 1')).toBe('{"a":1}');
    expect(await reader.toJson('evil', '{"a":2}')).toBe('{"a":2}');
    expect(await reader.toJson('good', 'a: 2')).toBe('{"a":2}');
  });
});

function deepByAliases(levels: number): string {
  const rest = Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} {a: *a${i}}`);
  return ['a0: &a0 {}', ...rest].join('\n');
}

/** Short documents that need much work. Each must be read or refused in time, without ending the process. */
const hostile: readonly (readonly [string, string])[] = [
  [
    'aliases that explode',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join()}]`).join('\n')}`,
  ],
  [
    'many keys',
    `openapi: 3.1.0\npaths:\n${Array.from({ length: 7_000 }, (_, i) => `  /a${i}: {get: {operationId: x}}`).join('\n')}`,
  ],
  ['deep brackets', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['deep sequences', `${'- '.repeat(5_000)}a`],
  ['deep mappings', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['deep mappings and sequences', Array.from({ length: 500 }, (_, i) => `${' '.repeat(2 * i)}- a:`).join('\n')],
  ['many anchors', Array.from({ length: 5_000 }, (_, i) => `a${i}: &x${i} y`).join('\n')],
  ['many tags', Array.from({ length: 10_000 }, (_, i) => `- !!binary "AAAA${i}"`).join('\n')],
  ['many comments', `${'#\n'.repeat(100_000)}openapi: 3.1.0`],
  ['aliases of a long text', `a: &a ${'x'.repeat(100_000)}\nb: [${Array(9_000).fill('*a').join()}]`],
  [
    'aliases deep in one another',
    `a0: &a0 {}\n${Array.from({ length: 5_000 }, (_, i) => `a${i + 1}: &a${i + 1} {a: *a${i}}`).join('\n')}`,
  ],
  ['an alias of itself', 'a: &a [*a]'],
  ['JSON that is deep', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ['JSON of many values', `{"a":[${Array(250_000).fill('1').join()}]}`],
  ['keys of prototypes', 'openapi: 3.1.0\npaths: { __proto__: { get: { operationId: x } }, constructor: {} }'],
  ['more characters than a document may have', `openapi: 3.1.0\n#${'x'.repeat(2 ** 20)}`],
];

describe.each(hostile)('a document of %s', (_, text) => {
  it('is read or refused aside, while this thread goes on', async () => {
    const started = process.cpuUsage();
    let longestMs = 0;
    let before = performance.now();
    const pulse = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - before);
      before = performance.now();
    }, 5);
    const read = await readOpenApiOf('evil', text, new DocumentReader());
    expect(read.operations.length).toBeLessThanOrEqual(1_000);
    clearInterval(pulse);
    // The time of all threads: a document that takes longer is refused.
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
    expect(longestMs).toBeLessThan(1_000);
  });
});

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readOpenApi, readOpenApiAside } from './openapi-document.js';

describe('readOpenApi', () => {
  it('reads YAML and JSON alike, and prefers x-symphony-endpoint', () => {
    const yaml = `
openapi: 3.0.3
info: { title: Weather, version: 1.0.0 }
paths:
  /weather/{city}:
    parameters: []
    get:
      operationId: weather
      x-symphony-endpoint: forecast.today
    post:
      operationId: report
`;
    const json = JSON.stringify({
      openapi: '3.0.3',
      paths: {
        '/weather/{city}': { get: { 'x-symphony-endpoint': 'forecast.today' }, post: { operationId: 'report' } },
      },
    });
    const expected = [
      { method: 'GET', endpoint: 'forecast.today' },
      { method: 'POST', endpoint: 'report' },
    ].map((parameter) => ({
      ...parameter,
      template: expect.objectContaining({ text: '/weather/{city}' }),
      ownsInstance: false,
    }));
    expect(readOpenApi(yaml)).toEqual({ basePaths: [], operations: expected, problems: [] });
    expect(readOpenApi(json).operations).toEqual(expected);
  });

  it.each([
    ['', 'the document is not an object'],
    ['[1]', 'the document is not an object'],
    ['{"a": ', 'the document cannot be read'],
    ['swagger: "2.0"', "'openapi' is absent, not 3.x"],
    ['openapi: 2', "'openapi' is 2, not 3.x"],
  ])('says why %j is not a document', (text, problem) => {
    expect(readOpenApi(text)).toMatchObject({ operations: [], problems: [expect.stringContaining(problem)] });
  });

  it.each([
    [{ items: { get: { operationId: 'a' } } }, "path 'items' does not begin with /"],
    [{ '/a': { get: {} } }, 'GET /a names no endpoint'],
    [{ '/a': { get: { operationId: 'two words' } } }, 'GET /a names no endpoint'],
    [{ '/a': { get: { operationId: 'all.>' } } }, 'GET /a names no endpoint'],
    [{ '/{a}{b}': { get: { operationId: 'x' } } }, 'two parameters with nothing between'],
    [{ '/{a}/{a}': { get: { operationId: 'x' } } }, "names parameter 'a' twice"],
    [{ '/{a': { get: { operationId: 'x' } } }, 'a brace without its partner'],
    [{ '/{}': { get: { operationId: 'x' } } }, 'a parameter without a name'],
    [{ '/a': 'text' }, "path '/a' is not an object"],
  ])('keeps the rest of a document with %j', (paths, problem) => {
    const document = readOpenApi(
      JSON.stringify({ openapi: '3.1.0', paths: { ...paths, '/ok': { get: { operationId: 'ok' } } } }),
    );
    expect(document.problems).toEqual([expect.stringContaining(problem)]);
    expect(document.operations.map((operation) => operation.endpoint)).toEqual(['ok']);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => expect(readOpenApi(text).problems).toBeDefined()),
    );
  });
});

/** Documents that are short and cost much. Each must be read or refused within the time, without taking the process along. */
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
    expect((await readOpenApiAside(text)).operations.length).toBeLessThanOrEqual(1_000);
    clearInterval(pulse);
    // Of all threads: what takes longer is refused.
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
    expect(longestMs).toBeLessThan(1_000);
  });
});

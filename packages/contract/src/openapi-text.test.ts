import { limits } from './limits.js';
import { parseOpenApiJson, withoutMark } from './openapi-text.js';

const deepest = limits.openApiDepth;
const nestedJson = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const nestedFlow = (depth: number): string => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`;
const nestedBlock = (depth: number): string =>
  Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}a:`).join('\n');
const padded = (text: string, length: number): string => text + ' '.repeat(length - text.length);

describe('withoutMark', () => {
  it.each([
    ['\ufeff{}', '{}'],
    ['{}', '{}'],
    ['', ''],
    ['{\ufeff}', '{\ufeff}'],
  ])('of %j is %j', (given, expected) => {
    expect(withoutMark(given)).toBe(expected);
  });
});

describe('parseOpenApiJson', () => {
  it.each<[string, unknown]>([
    ['{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    ['\ufeff{}', {}],
    ['\n\t {"a":1} ', { a: 1 }],
    [nestedJson(deepest), expect.any(Object)],
    [padded('{}', limits.openApiBytes), {}],
  ])('reads JSON', (text, value) => {
    expect(parseOpenApiJson(text)).toEqual(value);
  });

  it.each([
    ['a mapping', 'openapi: 3.0.0'],
    ['a flow mapping', '{openapi: 3.0.0}'],
    ['a list, which is JSON', '[1]'],
    ['nothing', ''],
    ['brackets as deep as they may be', nestedFlow(deepest)],
    ['many brackets that are closed', 'a: []\n'.repeat(1_000)],
    ['closing brackets alone', `a: ${']'.repeat(200)}`],
    ['brackets that were closed before others open', `a: ]]${'['.repeat(deepest)}`],
    ['lines as deep as they may be', nestedBlock(deepest)],
    ['many lines of one depth', 'a: 1\n'.repeat(1_000)],
    ['many lists of lists', '- - a\n'.repeat(1_000)],
    ['lines that go back', `${nestedBlock(40)}\n${nestedBlock(40)}`],
    ['as many characters as it may have', padded('a: 1', limits.openApiYamlBytes)],
  ])('leaves %s to the parser of YAML', (_what, text) => {
    expect(parseOpenApiJson(text)).toBeUndefined();
  });

  const tooDeep = `its nesting is deeper than ${deepest}`;
  it.each([
    ['JSON that is too deep', nestedJson(deepest + 1), tooDeep],
    ['brackets that are too deep', nestedFlow(deepest + 1), tooDeep],
    ['braces that are too deep', `a: ${'{a: '.repeat(deepest + 1)}`, tooDeep],
    ['lines that are too deep', nestedBlock(deepest + 1), tooDeep],
    ['marks of lists on one line', `${'- '.repeat(deepest + 1)}a`, tooDeep],
    ['keys on one line', `${'? '.repeat(deepest + 1)}a`, tooDeep],
    [
      'a document that is too long',
      padded('{}', limits.openApiBytes + 1),
      `it has more than ${limits.openApiBytes} characters`,
    ],
    [
      'YAML that is too long',
      padded('a: 1', limits.openApiYamlBytes + 1),
      `it has more than ${limits.openApiYamlBytes} characters of YAML; JSON may have ${limits.openApiBytes}`,
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseOpenApiJson(text)).toThrow(message);
  });
});

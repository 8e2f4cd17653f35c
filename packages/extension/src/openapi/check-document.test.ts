import { type Answering, findUnserved } from './check-document.js';

const endpoint = { name: 'a', handler: { kind: 'function', label: 'a', call: () => undefined }, timeoutMs: 0 };
const model: Answering = {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only names are read
  endpoints: [endpoint, { ...endpoint, group: 'deep', name: 'b' }] as unknown as Answering['endpoints'],
  instanceHandlers: [],
  rest: [],
};
const head = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n";
const get = '    get: {operationId: a}\n';
const json = (paths: unknown) => JSON.stringify({ openapi: '3.1.0', info: { title: 'x', version: '1' }, paths });

describe('findUnserved', () => {
  it.each([
    ['plain YAML', `${head}paths:\n  /a:\n${get}`],
    [
      'a path item by $ref',
      `${head}paths:\n  /a:\n    $ref: '#/components/pathItems/A'\ncomponents:\n  pathItems:\n    A:\n      get: {operationId: a}\n`,
    ],
    [
      'a merge key',
      `${head}x-common: &common {operationId: a}\npaths:\n  /a:\n    get:\n      <<: *common\n      summary: s\n`,
    ],
    ['a byte order mark, YAML', `\ufeff${head}paths:\n  /a:\n${get}`],
    ['a byte order mark, JSON', `\ufeff${json({ '/a': { get: { operationId: 'a' } } })}`],
    ['a flow mapping', "{openapi: 3.1.0, info: {title: x, version: '1'}, paths: {/a: {get: {operationId: a}}}}"],
    ['an endpoint of a group', json({ '/a': { get: { operationId: 'other', 'x-symphony-endpoint': 'deep.b' } } })],
    [
      '150 aliases',
      `${head}x-r: &r {'200': {description: ok}}\npaths:\n${Array.from({ length: 150 }, (_, i) => `  /p${i}:\n    get: {operationId: a, responses: *r}\n`).join('')}`,
    ],
  ])('has nothing against %s', async (_what, text) => {
    expect(await findUnserved(text, model)).toBeUndefined();
  });

  it.each([
    ['no document', 'just text\nof two lines', 'not an object'],
    ['another version', '{"openapi":"2.0"}', '\'openapi\' is "2.0", not 3.x'],
    ['no version', '{"swagger":"2.0"}', "'openapi' is absent"],
    ['JSON that is cut off', '{"openapi":', 'it cannot be read'],
    [
      'an operation that nobody answers',
      json({ '/a': { get: { operationId: 'list' } } }),
      "GET /a names 'list', which is not an endpoint",
    ],
    ['an operation without a name', json({ '/a': { get: {} } }), 'GET /a names no endpoint'],
    ['a name that is no endpoint', json({ '/a': { get: { operationId: 'repos list' } } }), 'GET /a names no endpoint'],
    ['a reference to another file', json({ '/a': { $ref: './a.yaml' } }), `refers to "./a.yaml"`],
    ['a reference to nothing', json({ '/a': { $ref: '#/components/pathItems/No' } }), 'which is not in the document'],
    ['parameters side by side', json({ '/{a}{b}': { get: { operationId: 'a' } } }), 'nothing between'],
    ['a dot segment', json({ '/up/../x': { get: { operationId: 'a' } } }), 'dot segment'],
    ['an encoded dot segment', json({ '/up/%2e%2e/x': { get: { operationId: 'a' } } }), 'dot segment'],
    ['a lone percent sign', json({ '/100%': { get: { operationId: 'a' } } }), 'percent sign'],
    ['a path without a slash', json({ a: { get: { operationId: 'a' } } }), 'does not begin with /'],
  ])('refuses %s', async (_what, text, reason) => {
    expect(await findUnserved(text, model)).toContain(reason);
  });
});

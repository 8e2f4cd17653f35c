import { limits } from './limits.js';
import { readOpenApiOperations } from './openapi-operations.js';

const withPaths = (paths: object, more: object = {}) => readOpenApiOperations({ openapi: '3.1.0', paths, ...more });
const operation = (more: object = {}) => ({ operationId: 'add', ...more });
/** The found operations, as `METHOD /path endpoint`. */
const found = (paths: object, more: object = {}): readonly string[] =>
  withPaths(paths, more).operations.map(({ method, template, endpoint }) => `${method} ${template.text} ${endpoint}`);

describe('readOpenApiOperations', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'the document is not an object'],
    ['null', null, 'the document is not an object'],
    ['a list', [], 'the document is not an object'],
    ['a text', '{}', 'the document is not an object'],
    ['no version', {}, "'openapi' is absent, not 3.x"],
    ['an older version', { openapi: '2.0' }, `'openapi' is "2.0", not 3.x`],
    ['a number for a version', { openapi: 3.1 }, "'openapi' is 3.1, not 3.x"],
    ['a version that begins alike', { openapi: '31' }, `'openapi' is "31", not 3.x`],
    ['a long version', { openapi: 'x'.repeat(400) }, `'openapi' is "${'x'.repeat(299)}…, not 3.x`],
  ])('finds nothing in %s', (_what, document, problem) => {
    expect(readOpenApiOperations(document)).toEqual({ basePaths: [], operations: [], problems: [problem] });
  });

  it.each([
    ['no paths', undefined],
    ['a list of paths', ['/a']],
    ['no path', {}],
    ['extensions alone', { 'x-note': {} }],
  ])('takes a document with %s', (_what, paths) => {
    expect(readOpenApiOperations({ openapi: '3.0.0', paths })).toEqual({ basePaths: [], operations: [], problems: [] });
  });

  it('finds each method of a path, in one order', () => {
    const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
    const item = Object.fromEntries(methods.toReversed().map((method) => [method, operation({ operationId: method })]));
    expect(found({ '/a': { ...item, summary: 'all of them', parameters: [] } })).toEqual(
      methods.map((method) => `${method.toUpperCase()} /a ${method}`),
    );
  });

  it.each([
    ['its operationId', { operationId: 'items.add' }, 'items.add'],
    ['x-symphony-endpoint', { 'x-symphony-endpoint': 'add' }, 'add'],
    ['x-symphony-endpoint first', { operationId: 'other', 'x-symphony-endpoint': 'add' }, 'add'],
  ])('names the endpoint by %s', (_what, given, endpoint) => {
    expect(found({ '/a': { get: given } })).toEqual([`GET /a ${endpoint}`]);
  });

  const noEndpoint = 'GET /a names no endpoint: give it an operationId or x-symphony-endpoint';
  const longPath = `/${'a'.repeat(limits.path)}`;
  const longEndpoint = 'a'.repeat(limits.endpointName + 1);
  it.each<[string, object, string]>([
    ['no name', { '/a': { get: {} } }, noEndpoint],
    ['a number for a name', { '/a': { get: { operationId: 7 } } }, noEndpoint],
    ['an empty name', { '/a': { get: { operationId: '' } } }, noEndpoint],
    ['a name with a space', { '/a': { get: { operationId: 'a b' } } }, noEndpoint],
    ['a name with an empty part', { '/a': { get: { operationId: 'a..b' } } }, noEndpoint],
    ['a name with a wildcard', { '/a': { get: { operationId: 'a.*' } } }, noEndpoint],
    [
      'a name that is too long',
      { '/a': { get: { operationId: longEndpoint } } },
      `GET /a: its endpoint has more than ${limits.endpointName} characters`,
    ],
    ['a path without a slash', { a: { get: operation() } }, "path 'a' does not begin with /"],
    ['an item that is a text', { '/a': 'get' }, "path '/a' is not an object"],
    ['an item that is null', { '/a': null }, "path '/a' is not an object"],
    ['a path that cannot be matched', { '/{}': { get: operation() } }, "path '/{}' has a parameter without a name"],
    [
      'a path of too many segments',
      { ['/a'.repeat(limits.pathSegments)]: { get: operation() } },
      `path '${'/a'.repeat(limits.pathSegments)}' has more than ${limits.pathSegments} segments`,
    ],
    [
      'a reference to nothing',
      { '/a': { $ref: '#/components/pathItems/none' } },
      `path '/a' refers to "#/components/pathItems/none", which is not in the document`,
    ],
    [
      'a reference to another document',
      { '/a': { $ref: 'other.yaml#/a' } },
      `path '/a' refers to "other.yaml#/a", which is not in the document`,
    ],
  ])('leaves out an operation with %s, and keeps the others', (_what, paths, problem) => {
    const read = withPaths({ ...paths, '/ok': { get: operation() } });
    expect(read.problems).toEqual([problem]);
    expect(read.operations.map(({ template }) => template.text)).toEqual(['/ok']);
  });

  it('leaves out a path that is too long, and shortens what it says of it', () => {
    const { operations, problems } = withPaths({ [longPath]: { get: operation() } });
    expect(operations).toEqual([]);
    expect(problems).toEqual([`path '${longPath}`.slice(0, 300).concat('…')]);
  });

  it('takes names and paths that are just short enough', () => {
    const path = `/${'a'.repeat(limits.path - 1)}`;
    const segments = '/a'.repeat(limits.pathSegments - 1);
    const name = 'a'.repeat(limits.endpointName);
    expect(withPaths({ [path]: { get: operation() } }).operations).toHaveLength(1);
    expect(withPaths({ [segments]: { get: operation() } }).operations).toHaveLength(1);
    expect(found({ '/a': { get: { operationId: name } } })).toEqual([`GET /a ${name}`]);
  });

  it.each<[string, object, object]>([
    ['one step', { $ref: '#/components/pathItems/a' }, { pathItems: { a: { get: operation() } } }],
    [
      'two steps',
      { $ref: '#/components/pathItems/b' },
      { pathItems: { a: { get: operation() }, b: { $ref: '#/components/pathItems/a' } } },
    ],
    ['a slash in its name', { $ref: '#/components/pathItems/~1a~0b' }, { pathItems: { '/a~b': { get: operation() } } }],
    ['an encoded name', { $ref: '#/components/pathItems/a%20b' }, { pathItems: { 'a b': { get: operation() } } }],
    [
      'a percent sign in its name',
      { $ref: '#/components/pathItems/a%b' },
      { pathItems: { 'a%b': { get: operation() } } },
    ],
  ])('follows a reference of %s', (_what, item, components) => {
    expect(found({ '/a': item }, { components })).toEqual(['GET /a add']);
  });

  it.each<[string, object]>([
    ['to itself', { a: { $ref: '#/components/pathItems/a' } }],
    ['in a circle', { a: { $ref: '#/components/pathItems/b' }, b: { $ref: '#/components/pathItems/a' } }],
  ])('gives up a reference %s', (_what, pathItems) => {
    expect(found({ '/a': { $ref: '#/components/pathItems/a' } }, { components: { pathItems } })).toEqual([]);
  });

  it('follows no reference into what every object inherits', () => {
    const { problems } = withPaths({ '/a': { $ref: '#/constructor' } });
    expect(problems).toEqual([`path '/a' refers to "#/constructor", which is not in the document`]);
  });

  const instance = { in: 'query', name: 'instance' };
  it.each<[string, boolean, object, object]>([
    ['none', false, {}, {}],
    ['one of the operation', true, {}, { parameters: [instance] }],
    ['one of the path', true, { parameters: [instance] }, {}],
    ['one of the components', true, {}, { parameters: [{ $ref: '#/components/parameters/instance' }] }],
    ['one behind others', true, {}, { parameters: [null, { in: 'query', name: 'page' }, instance] }],
    ['another name', false, {}, { parameters: [{ in: 'query', name: 'page' }] }],
    ['a header of that name', false, {}, { parameters: [{ in: 'header', name: 'instance' }] }],
    ['no list', false, {}, { parameters: instance }],
  ])('with %s of the parameters, `instance` is its own: %s', (_what, ownsInstance, item, given) => {
    const components = { parameters: { instance } };
    const { operations } = withPaths({ '/a': { ...item, get: operation(given) } }, { components });
    expect(operations.map((each) => each.ownsInstance)).toEqual([ownsInstance]);
  });

  it('stops at the most operations a document may have', () => {
    const paths = Object.fromEntries(
      Array.from({ length: limits.operations + 5 }, (_, index) => [`/${index}`, { get: operation() }]),
    );
    const { operations, problems } = withPaths(paths);
    expect(operations).toHaveLength(limits.operations);
    expect(problems).toEqual([`it has more than ${limits.operations} operations`]);
  });

  it('takes as many operations as it may have', () => {
    const paths = Object.fromEntries(
      Array.from({ length: limits.operations }, (_, index) => [`/${index}`, { get: operation() }]),
    );
    expect(withPaths(paths)).toMatchObject({ operations: { length: limits.operations }, problems: [] });
  });

  it('tells of a hundred problems, and looks no further', () => {
    const bad = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`/${index}`, { get: {} }]));
    const { operations, problems } = withPaths({ ...bad, '/ok': { get: operation() } });
    expect(problems).toHaveLength(100);
    expect(operations).toEqual([]);
  });
});

describe('base paths', () => {
  const many = Array.from({ length: limits.openApiServers + 1 }, (_, index) => ({ url: `/v${index}` }));
  it.each<[string, unknown, readonly string[]]>([
    ['none', undefined, []],
    ['no list', { url: '/v1' }, []],
    ['a path', [{ url: '/v1' }], ['/v1']],
    ['a path with a slash behind', [{ url: '/v1//' }], ['/v1']],
    ['a path without a slash in front', [{ url: 'v1' }], ['/v1']],
    ['a whole address', [{ url: 'https://api.example.com/v1/x?y=1' }], ['/v1/x']],
    ['the root alone', [{ url: 'https://api.example.com/' }], []],
    ['the same twice', [{ url: '/v1' }, { url: 'https://a.example/v1' }, { url: '/v2' }], ['/v1', '/v2']],
    ['a variable', [{ url: '/{version}/a', variables: { version: { default: 'v2' } } }], ['/v2/a']],
    ['a variable without a default', [{ url: '/{version}', variables: { version: {} } }], ['/%7Bversion%7D']],
    ['a variable that is not described', [{ url: '/{version}' }], ['/%7Bversion%7D']],
    ['variables that are a list', [{ url: '/{0}', variables: [{ default: 'v2' }] }], ['/%7B0%7D']],
    ['no object', ['/v1', null], []],
    ['no address', [{ description: 'here' }, { url: 7 }], []],
    ['what is no address', [{ url: 'http://[' }], []],
    ['one that is too long', [{ url: `/${'a'.repeat(limits.path)}` }], []],
    [
      'one that is just short enough',
      [{ url: `/${'a'.repeat(limits.path - 1)}` }],
      [`/${'a'.repeat(limits.path - 1)}`],
    ],
    ['too many', many, many.slice(0, limits.openApiServers).map(({ url }) => url)],
  ])('of servers that are %s', (_what, servers, basePaths) => {
    expect(readOpenApiOperations({ openapi: '3.0.0', servers }).basePaths).toEqual(basePaths);
  });
});

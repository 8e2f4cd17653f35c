import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { urlPath } from '../../../../test/support/text-arbitraries.js';
import { readOpenApi } from './openapi-document.js';
import { createOpenApiRouter } from './openapi-router.js';

const operations = (paths: Record<string, readonly string[]>): string =>
  JSON.stringify({
    openapi: '3.1.0',
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, methods]) => [
        path,
        Object.fromEntries(
          methods.map((method) => [method, { operationId: `${method}:${path.replaceAll(/[^a-z]/gi, '_')}` }]),
        ),
      ]),
    ),
  });

const router = (paths: Record<string, readonly string[]>) => createOpenApiRouter([readOpenApi(operations(paths))]);

describe('createOpenApiRouter', () => {
  const route = router({
    '/': ['get'],
    '/items': ['get', 'post'],
    '/items/{id}': ['get', 'delete'],
    '/items/mine': ['get'],
    '/items/{id}/parts/{part}': ['put'],
    '/files/{name}.json': ['get'],
    '/files/{name}': ['get'],
    '/range/{from}-{to}': ['get'],
    '/caf%C3%A9': ['get'],
    '/probe': ['head', 'options'],
  });

  it.each([
    ['GET', '/', 'get:_', {}],
    ['GET', '/items', 'get:_items', {}],
    ['POST', '/items', 'post:_items', {}],
    ['GET', '/items/mine', 'get:_items_mine', {}],
    ['GET', '/items/7', 'get:_items__id_', { id: '7' }],
    ['PUT', '/items/7/parts/x%2Fy', 'put:_items__id__parts__part_', { id: '7', part: 'x/y' }],
    ['GET', '/items/%C3%A9%20a', 'get:_items__id_', { id: 'é a' }],
    ['GET', '/files/a.b.json', 'get:_files__name__json', { name: 'a.b' }],
    ['GET', '/files/a.txt', 'get:_files__name_', { name: 'a.txt' }],
    ['GET', '/range/1-20-300', 'get:_range__from___to_', { from: '1', to: '20-300' }],
    ['GET', '/caf%c3%a9', 'get:_caf_C__A_', {}],
    ['HEAD', '/items/7', 'get:_items__id_', { id: '7' }],
    ['HEAD', '/probe', 'head:_probe', {}],
    ['OPTIONS', '/probe', 'options:_probe', {}],
  ])('routes %s %s to %s', (method, path, endpoint, params) => {
    expect(route(method, path)).toMatchObject({ kind: 'operation', endpoint, params });
  });

  it('hands a HEAD that GET answers on as GET', () => {
    expect(route('HEAD', '/items')).toMatchObject({ method: 'GET' });
    expect(route('HEAD', '/probe')).toMatchObject({ method: 'HEAD' });
  });

  it.each([
    ['PATCH', '/items', ['GET', 'HEAD', 'OPTIONS', 'POST']],
    ['DELETE', '/items/mine', ['GET', 'HEAD', 'OPTIONS']],
    ['HEAD', '/items/7/parts/1', ['OPTIONS', 'PUT']],
  ])('refuses %s %s and names what is allowed', (method, path, allow) => {
    expect(route(method, path)).toEqual({ kind: 'method-not-allowed', allow });
  });

  it('answers OPTIONS itself where no operation does', () => {
    expect(route('OPTIONS', '/items')).toEqual({ kind: 'options', allow: ['GET', 'HEAD', 'OPTIONS', 'POST'] });
  });

  it.each(['/nothing', '/items/', '/items//parts/1', '/ITEMS', '/files/.json/x', '//'])(
    'knows nothing at %s',
    (path) => {
      expect(route('GET', path)).toEqual({ kind: 'not-found' });
    },
  );

  it.each(['/items/%zz', '/items/%ff', '/items/..', '/items/%2e%2e', '/./items'])('refuses the path %s', (path) => {
    expect(route('GET', path).kind).toBe('malformed');
  });

  it('merges the same path of two documents, each operation with its own parameter names', () => {
    const both = createOpenApiRouter([
      readOpenApi(operations({ '/items/{id}': ['get'] })),
      readOpenApi(operations({ '/items/{name}': ['get', 'put'] })),
    ]);
    expect(both('GET', '/items/7')).toMatchObject({ params: { id: '7' } });
    expect(both('PUT', '/items/7')).toMatchObject({ params: { name: '7' } });
  });

  it.each([
    [[{ url: 'https://example.com/v2/' }], ['/v2/items', '/items']],
    [[{ url: '/{stage}/rest', variables: { stage: { default: 'live' } } }], ['/live/rest/items', '/items']],
    [[{ url: 'https://example.com/api/v1/extensions/orders' }], ['/items']],
    [[{ url: 'https://example.com/api/v1/extensions/orders/v3' }], ['/v3/items']],
    [[{ url: '::' }, 'nonsense', { url: 7 }], ['/items']],
  ])('takes the base paths of servers %j', (servers, paths) => {
    const document = { ...(JSON.parse(operations({ '/items': ['get'] })) as object), servers };
    const served = createOpenApiRouter([readOpenApi(JSON.stringify(document))], '/api/v1/extensions/orders');
    for (const path of paths) expect(served('GET', path)).toMatchObject({ kind: 'operation' });
    expect(served('GET', '/v9/items').kind).toBe('not-found');
  });

  it('finds any parameter again that is percent-encoded into its template', () => {
    const param = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(param, param, (id, part) => {
        const path = `/items/${encodeURIComponent(id)}/parts/${encodeURIComponent(part)}`;
        expect(route('PUT', path)).toMatchObject({ kind: 'operation', params: { id, part } });
      }),
    );
  });

  it('answers every method and path, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), urlPath(), (method, path) => {
        expect(route(method, `/${path}`).kind).toBeDefined();
      }),
    );
  });
});

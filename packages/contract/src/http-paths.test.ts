import { type HttpPath, httpPath, httpPaths } from './http-paths.js';

describe('httpPath', () => {
  it.each([
    [httpPath(httpPaths.keys, {}), '/api/v1/keys'],
    [httpPath(httpPaths.key, { id: 'k1' }), '/api/v1/key/k1'],
    [httpPath(httpPaths.role, { name: 'a/b c?#%' }), '/api/v1/admin/roles/a%2Fb%20c%3F%23%25'],
    [httpPath(httpPaths.role, { name: '{name}$&' }), '/api/v1/admin/roles/%7Bname%7D%24%26'],
    [httpPath(httpPaths.service, { prefix: 'shop', endpoint: 'buy' }), '/api/v1/services/shop/buy'],
    [httpPath(httpPaths.thaw, { prefix: 'shop' }), '/api/v1/admin/accounts/shop/thaw'],
  ])('gives %s', (filled, expected) => {
    expect(filled).toBe(expected);
  });

  it('takes the parameters of its path, and no others', () => {
    // @ts-expect-error -- there is no `name` in this path
    expect(httpPath(httpPaths.key, { id: 'k1', name: 'n' })).toBe('/api/v1/key/k1');
    // @ts-expect-error -- `endpoint` is missing
    void httpPath(httpPaths.service, { prefix: 'shop' });
  });
});

describe('httpPaths', () => {
  const paths: readonly HttpPath[] = Object.values(httpPaths);

  it('names each path once', () => {
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('has parameters that fill a whole segment', () => {
    for (const path of paths) expect(path).toMatch(/^(\/([\w.-]+|\{\w+\}))+$/);
  });
});

import { HeaderMap } from './header-map.js';

describe('HeaderMap', () => {
  it.each(['X-Tenant', 'x-tenant', 'X-TENANT'])('finds %s', (name) => {
    const headers = new HeaderMap([['X-Tenant', 'acme']]);
    expect(headers.get(name)).toBe('acme');
    expect(headers.has(name)).toBe(true);
    expect([...headers]).toEqual([['X-Tenant', 'acme']]);
  });

  it('tells two spellings apart, and otherwise takes the first', () => {
    const headers = new HeaderMap([
      ['X-A', 'first'],
      ['x-a', 'second'],
    ]);
    expect([headers.get('X-A'), headers.get('x-a'), headers.get('X-a')]).toEqual(['first', 'second', 'first']);
  });

  it('finds no others', () => {
    const headers = new HeaderMap([['a', '']]);
    expect([headers.get('b'), headers.has('b'), headers.get('A'), headers.has('A')]).toEqual([
      undefined,
      false,
      '',
      true,
    ]);
  });
});

import { readBreadcrumbs } from './breadcrumbs.js';

describe('readBreadcrumbs', () => {
  it.each([
    [
      { '/': 'Home', '/orders': 'Orders' },
      { '/': 'Home', '/orders': 'Orders' },
    ],
    [
      {
        'javascript:alert(1)': 'a',
        '//example.invalid': 'b',
        '/\\example.invalid': 'c',
        'https://example.invalid': 'd',
      },
      {},
    ],
    [
      { '/a': 7, '/b': 'x'.repeat(300) },
      { '/a': '7', '/b': 'x'.repeat(200) },
    ],
    [undefined, {}],
    ['text', {}],
    [null, {}],
  ])('of %j are %j', (given, expected) => {
    expect(readBreadcrumbs(given)).toEqual(expected);
  });
});

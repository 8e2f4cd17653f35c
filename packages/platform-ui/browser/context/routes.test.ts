import { currentHref } from './routes.js';

describe('currentHref', () => {
  it.each([
    ['/', '/'],
    ['/orders', '/orders'],
    ['/orders/7/lines', '/orders'],
    ['/orders/open', '/orders/open'],
    ['/orders/open/7', '/orders/open'],
    ['/ordersmore', undefined],
    ['/help/extensions/Orders', '/help'],
    ['/elsewhere', undefined],
  ])('at %s is %s', (path, expected) => {
    expect(currentHref(['/', '/orders', '/orders/open', '/help', 'https://example.com'], path)).toBe(expected);
  });
});

import type { ShellExtension } from '../../src/wire/shell-extension.js';
import { crumbsOf, currentHref, listRoutes } from './routes.js';

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

describe('crumbsOf', () => {
  const resource = (uri: string, name?: string) => ({ uri, ...(name === undefined ? {} : { name }) });
  const orders = {
    name: 'Orders and more',
    menus: [{ group: 'main', item: 'Orders', route: '/orders', icon: 'fa-box' }],
    resources: [resource('ui://orders/home'), resource('ui://orders/open', 'Open orders'), resource('ui://orders/x')],
    routes: {
      '/orders': {
        uri: 'ui://orders/home',
        routes: { '/open': { uri: 'ui://orders/open' }, '/long-gone': { uri: 'ui://orders/x' } },
      },
      '/help/extensions/Orders': { uri: 'ui://orders/x' },
    },
  } as unknown as ShellExtension; // as far as breadcrumbs need it
  const routes = listRoutes([orders]);

  it.each([
    ['/orders', undefined, { '/orders': 'Orders' }],
    ['/orders/open', undefined, { '/orders': 'Orders', '/orders/open': 'Open orders' }],
    ['/orders/long-gone', undefined, { '/orders': 'Orders', '/orders/long-gone': 'Long gone' }],
    ['/orders/long-gone', 'The past', { '/orders': 'Orders', '/orders/long-gone': 'The past' }],
    ['/help/extensions/Orders', undefined, { '/help': 'Help', '/help/extensions/Orders': 'Orders' }],
  ])('of %s with the title %j are %j', (path, title, expected) => {
    expect(crumbsOf(routes, path, title)).toEqual({ '/': 'Home', ...expected });
  });
});

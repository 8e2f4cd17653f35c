import { describe, expect, it } from '@jest/globals';
import { Manifest } from '@symphony-ts/contract';
import { checkNamespace, routeOwner } from './namespace-check.js';

const manifest = (features: object, name = 'My Orders') =>
  Manifest.parse({ prefix: 'orders', name, version: '1.0.0', features });
const page = { uri: 'ui://orders/home' };
const resource = (uri: string) => ({ resources: [{ uri, mimeType: 'text/html', text: '' }] });

describe('checkNamespace', () => {
  it.each([
    [resource('ui://orders/home')],
    [resource('ui://orders/deep/er')],
    [{ routes: { '/orders': page, '/orders/a/:id': page } }],
    [{ routes: { '/orders': { ...page, routes: { '/settings': { ...page, routes: { '/x': page } } } } } }],
    [{ routes: { '/help/extensions/My Orders': page, '/help/extensions/My%20Orders': page } }],
    [{ widgets: [{ uri: 'ui://orders/w', title: 'W' }] }],
    [{ menus: [{ group: 'g', item: 'i', route: '/orders', icon: 'fa', link: 'https://example.com' }] }],
  ])('lets an extension have %j', (features) => {
    expect(checkNamespace(manifest(features))).toEqual([]);
  });

  it.each([
    [resource('ui://billing/home'), 'resource ui://billing/home'],
    [resource('ui://orders'), 'resource ui://orders'],
    [resource('ui://orders/'), 'resource ui://orders/'],
    [resource('ui://orders/../billing/home'), 'resource ui://orders/../billing/home'],
    [resource('ui://orders/%2e%2e/billing'), 'resource ui://orders/%2e%2e/billing'],
    [resource('ui://ordersx/home'), 'resource ui://ordersx/home'],
    [{ routes: { '/billing': page } }, 'route /billing'],
    [{ routes: { '/ordersx': page } }, 'route /ordersx'],
    [{ routes: { '/orders/../billing': page } }, 'route /orders/../billing'],
    [{ routes: { '/orders/': page } }, 'route /orders/'],
    [{ routes: { '/help/extensions/Billing': page } }, 'route /help/extensions/Billing'],
    [{ routes: { '/help/extensions/My Orders/x': page } }, 'route /help/extensions/My Orders/x'],
    [{ routes: { '/orders': { uri: 'ui://billing/home' } } }, 'route /orders'],
    [{ routes: { '/orders': { ...page, routes: { '/..': page } } } }, 'route /orders/..'],
    [{ routes: { '/orders': { ...page, routes: { '/x': { uri: 'ui://billing/x' } } } } }, 'route /orders/x'],
    [{ widgets: [{ uri: 'ui://billing/w', title: 'W' }] }, "widget 'W'"],
    [{ menus: [{ group: 'g', item: 'i', route: '/orders', icon: 'f', link: 'javascript:alert(1)' }] }, "menu 'i'"],
    [{ menus: [{ group: 'g', item: 'i', route: '/orders', icon: 'f', link: '//evil.example' }] }, "menu 'i'"],
  ])('refuses %j', (features, where) => {
    expect(checkNamespace(manifest(features))).toEqual([expect.objectContaining({ where })]);
  });

  it.each(['../../login', 'a/b', '..', 'x?y'])(
    'gives an extension named %j no help route but an encoded one',
    (name) => {
      const routes = { [`/help/extensions/${name}`]: page };
      expect(checkNamespace(manifest({ routes }, name))).toHaveLength(1);
    },
  );

  it('refuses a help route that another extension has, and says whose it is', () => {
    const first = manifest({ routes: { '/help/extensions/My Orders': page } });
    const second = { ...manifest({}), prefix: 'orders-two' };
    const routes = { '/help/extensions/My%20Orders': { uri: 'ui://orders-two/help' } };
    const claim = { ...second, features: { ...second.features, routes } };
    expect(checkNamespace(claim, routeOwner([second, first]))).toEqual([
      expect.objectContaining({ text: "it belongs to extension 'orders'" }),
    ]);
    expect(checkNamespace(claim, routeOwner([second, claim]))).toEqual([]);
    expect(checkNamespace(first, routeOwner([first]))).toEqual([]);
  });
});

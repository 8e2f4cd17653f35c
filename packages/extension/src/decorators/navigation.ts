import type { MenuOptions, ResourceUri, RouteOptions } from '../metadata/interface-options.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, recordClass } from './record-class.js';

/** Adds an item to the navigation, with its group, label, route and FontAwesome icon (`fa-book`). */
// oxlint-disable-next-line max-params -- the order that all Symphony SDKs have
export const Menu = (
  group: string,
  item: string,
  route: `/${string}`,
  icon: string,
  options: MenuOptions = {},
): OnClass => {
  assertCalled('@Menu', [group, item]);
  return recordClass({ kind: 'menu', group, item, route, icon, options });
};

/** Shows a resource as a page under a path: `/<prefix>` or below it. `children` are pages below this page, at any depth. */
export const Route = (path: `/${string}`, uri: ResourceUri, options: RouteOptions = {}): OnClass => {
  assertCalled('@Route', [path, uri]);
  return recordClass({ kind: 'route', path, uri, options });
};

/** Offers a resource as a widget of the dashboard. */
export const Widget = (uri: ResourceUri, title: string, notes?: string): OnClass => {
  assertCalled('@Widget', [uri, title]);
  return recordClass({ kind: 'widget', uri, title, notes });
};

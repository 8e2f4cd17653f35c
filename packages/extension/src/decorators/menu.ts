import type { MenuOptions } from '../metadata/interface-options.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, recordClass } from './record-class.js';

/** Adds an item to the navigation: its group, label, route and FontAwesome icon (`fa-book`). */
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

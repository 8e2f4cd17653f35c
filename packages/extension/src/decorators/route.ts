import type { ResourceUri, RouteOptions } from '../metadata/interface-options.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, recordClass } from './record-class.js';

/** Shows a resource under a path: `/<prefix>` or below it. Children are pages below the page, at any depth. */
export const Route = (path: `/${string}`, uri: ResourceUri, options: RouteOptions = {}): OnClass => {
  assertCalled('@Route', [path, uri]);
  return recordClass({ kind: 'route', path, uri, options });
};

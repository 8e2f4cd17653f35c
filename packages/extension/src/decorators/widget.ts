import type { ResourceUri } from '../metadata/interface-options.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, recordClass } from './record-class.js';

/** Offers a resource as a component of the dashboard. */
export const Widget = (uri: ResourceUri, title: string, notes?: string): OnClass => {
  assertCalled('@Widget', [uri, title]);
  return recordClass({ kind: 'widget', uri, title, notes });
};

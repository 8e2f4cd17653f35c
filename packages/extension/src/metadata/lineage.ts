import type { Class } from '../model/extension-model.js';

/** A class and those it extends, nearest first. */
export function lineage(cls: Class): readonly Class[] {
  const classes: Class[] = [];
  for (
    let ancestor: unknown = cls;
    typeof ancestor === 'function' && ancestor !== Function.prototype;
    ancestor = Object.getPrototypeOf(ancestor)
  ) {
    classes.push(ancestor as Class);
  }
  return classes;
}

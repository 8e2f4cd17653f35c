import type { Class } from '../model/extension-model.js';

/** A class and those it extends, nearest first. */
export function lineage(cls: Class): readonly Class[] {
  const classes: Class[] = [];
  for (
    let one: unknown = cls;
    typeof one === 'function' && one !== Function.prototype;
    one = Object.getPrototypeOf(one)
  ) {
    classes.push(one as Class);
  }
  return classes;
}

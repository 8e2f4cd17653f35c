import 'reflect-metadata';
import type { Class } from '../model/extension-model.js';
import type { MetadataRecord } from './records.js';

/** The key is a string with a version, so that two installed copies of this package read each other's classes. */
const KEY = 'symphony-ts:records/1';

/** The records of this very class, without inherited ones, in the order its decorators ran. */
export const readOwn = (cls: Class): readonly MetadataRecord[] =>
  (Reflect.getOwnMetadata(KEY, cls) as readonly MetadataRecord[] | undefined) ?? [];

/** Adds one record. The list is replaced, never changed, so that a subclass cannot write to its base. */
export const append = (cls: Class, record: MetadataRecord): void =>
  Reflect.defineMetadata(KEY, Object.freeze([...readOwn(cls), Object.freeze(record)]), cls);

/**
 * How many parameters a decorated method has. `length` does not count parameters with a default; the types that the compiler
 * wrote do.
 */
function countParameters(cls: Class, member: string): number {
  const prototype = Object(cls.prototype) as object;
  const types = Reflect.getMetadata('design:paramtypes', prototype, member) as readonly unknown[] | undefined;
  const method: unknown = Reflect.get(prototype, member);
  return types?.length ?? (typeof method === 'function' ? method.length : 0);
}

/** The constructor types that the compiler wrote for this class itself; `undefined` if it wrote none. */
export const readOwnConstructorTypes = (cls: Class): readonly unknown[] | undefined =>
  Reflect.getOwnMetadata('design:paramtypes', cls) as readonly unknown[] | undefined;

/** Whether calls of a method begin with an input. Without an input, a typed call begins with its options. */
export function takesInput(cls: Class, record: MetadataRecord): boolean {
  if (!('member' in record) || record.member === undefined) return true;
  const schema = 'options' in record ? Reflect.get(Object(record.options), 'request') : undefined;
  return schema !== undefined || countParameters(cls, record.member) > 0;
}

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

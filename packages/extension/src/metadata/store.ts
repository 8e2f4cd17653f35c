import 'reflect-metadata';
import type { Class } from '../model/extension-model.js';
import type { MetadataRecord } from './records.js';

/** One versioned key, a string, so that two installed copies of this package read each other's classes. */
const KEY = 'symphony-ts:records/1';

/** The records of this very class, without inherited ones, in the order its decorators ran. */
export const readOwn = (cls: Class): readonly MetadataRecord[] =>
  (Reflect.getOwnMetadata(KEY, cls) as readonly MetadataRecord[] | undefined) ?? [];

/** Adds one record. The list is replaced, never changed, so that a subclass cannot write to its base. */
export const append = (cls: Class, record: MetadataRecord): void =>
  Reflect.defineMetadata(KEY, Object.freeze([...readOwn(cls), Object.freeze(record)]), cls);

/** The constructor types the compiler wrote for this very class; `undefined` where it wrote none. */
export const readOwnConstructorTypes = (cls: Class): readonly unknown[] | undefined =>
  Reflect.getOwnMetadata('design:paramtypes', cls) as readonly unknown[] | undefined;

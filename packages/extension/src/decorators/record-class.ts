import type { DecoratorKind, RecordOf } from '../metadata/records.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertLegacy } from './assert-legacy.js';
import { recordMisplaced } from './record-misplaced.js';

/** A decorator of any class. */
export type OnClass = (target: Class) => void;

/** A class decorator that hands the class to `note`. On a member or a parameter, the scan refuses it. */
export const onClass =
  (kind: DecoratorKind, note: (cls: Class) => void): OnClass =>
  (target: Class | object, member?: unknown, index?: unknown) => {
    assertLegacy(member);
    if (typeof target === 'function' && member === undefined && index === undefined) note(target as Class);
    else recordMisplaced(kind, { target, member }, 'put it on the class');
  };

/** A class decorator that records `record`. */
export const recordClass = (record: RecordOf<DecoratorKind>): OnClass =>
  onClass(record.kind, (cls) => append(cls, record));

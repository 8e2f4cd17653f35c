import type { MetadataRecord } from '../metadata/records.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertLegacy } from './assert-legacy.js';

/** A decorator of any class. */
export type OnClass = (target: Class) => void;

/** A class decorator that records `record`. */
export const recordClass =
  (record: MetadataRecord): OnClass =>
  (target: Class, second?: unknown) => {
    assertLegacy(second);
    append(target, record);
  };

import type { MetadataRecord } from '../metadata/records.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';

/** A decorator of any class. */
export type OnClass = (target: Class) => void;

/** A class decorator that records `record`. */
export const recordClass =
  (record: MetadataRecord): OnClass =>
  (target) =>
    append(target, record);

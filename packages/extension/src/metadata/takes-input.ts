import type { Class } from '../model/extension-model.js';
import type { MetadataRecord } from './records.js';
import { countParameters } from './store.js';

/** Whether calls of a method begin with an input; where it has none, a typed call begins with its options. */
export function takesInput(cls: Class, record: MetadataRecord): boolean {
  if (!('member' in record) || record.member === undefined) return true;
  const schema = 'options' in record ? Reflect.get(Object(record.options), 'request') : undefined;
  return schema !== undefined || countParameters(cls, record.member) > 0;
}

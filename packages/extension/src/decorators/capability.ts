import type { Mistake } from '@symphony-ts/contract';
import type { CapabilityOptions } from '../metadata/interface-options.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, recordClass } from './record-class.js';

type CheckRoot<S extends string> = S extends `cirata.${infer Rest}`
  ? Mistake<`capabilities leave out the root: write '${Rest}'`>
  : unknown;

/**
 * Declares a subject that the extension publishes to (`pub`: events, and services it calls) or subscribes to (`sub`). Write
 * the subject without the root. The SDK adds the subjects of the extension's own handlers. You can use the decorator several
 * times.
 */
export const Capability = <const S extends string>(
  type: 'pub' | 'sub',
  subject: S & CheckRoot<S>,
  description: string,
  options: CapabilityOptions = {},
): OnClass => {
  assertCalled('@Capability', [type, subject]);
  return recordClass({ kind: 'capability', type, subject, description, options });
};

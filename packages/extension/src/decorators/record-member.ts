import type { MetadataRecord } from '../metadata/records.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertLegacy } from './assert-legacy.js';

type OnMemberRecord = Extract<MetadataRecord, { readonly member: string; readonly isStatic?: boolean }>;
// Distributes, so that each kind keeps its own fields.
type WithoutMember<R> = R extends OnMemberRecord ? Omit<R, 'member' | 'isStatic'> : never;

/** A method decorator that records `detail` under the decorated member. */
export function recordMember(detail: WithoutMember<OnMemberRecord>): (target: object, member: string | symbol) => void {
  return (target, member) => {
    assertLegacy(member);
    const isStatic = typeof target === 'function';
    const cls = (isStatic ? target : target.constructor) as Class;
    append(cls, { ...detail, member: String(member), ...(isStatic ? { isStatic } : {}) });
  };
}

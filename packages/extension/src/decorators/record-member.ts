import type { MetadataRecord } from '../metadata/records.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertLegacy } from './assert-legacy.js';
import { recordMisplaced } from './record-misplaced.js';

type OnMemberRecord = Exclude<
  Extract<MetadataRecord, { readonly member: string; readonly isStatic?: boolean }>,
  { readonly kind: 'misplaced' }
>;
// Distributes, so that each kind keeps its own fields.
type WithoutMember<R> = R extends OnMemberRecord ? Omit<R, 'member' | 'isStatic'> : never;

/** A decorator that a compiler calls for a member. `place` is the descriptor of a method, or the index of a parameter. */
type OnMember = (target: object, member?: string | symbol, place?: unknown) => void;

/** A method decorator that records `detail` under the decorated member. On a class or a parameter, the scan refuses it. */
export function recordMember(detail: WithoutMember<OnMemberRecord>): OnMember {
  return (target, member, place) => {
    assertLegacy(member);
    if (member === undefined || typeof place === 'number') {
      recordMisplaced(detail.kind, { target, member }, 'put it on a method');
      return;
    }
    const isStatic = typeof target === 'function';
    const cls = (isStatic ? target : target.constructor) as Class;
    append(cls, { ...detail, member: String(member), ...(isStatic ? { isStatic } : {}) });
  };
}

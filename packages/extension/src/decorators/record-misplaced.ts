import { decoratorNames } from '../metadata/decorator-names.js';
import type { DecoratorKind } from '../metadata/records.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';

/** What a compiler passes to a decorator first: a class or a prototype, and the name of a member if there is one. */
interface Place {
  readonly target: Class | object;
  readonly member?: unknown;
}

/** Records that a decorator stands where it has no effect. The scan refuses it, with `fix`. */
export function recordMisplaced(kind: DecoratorKind, { target, member = '' }: Place, fix: string): void {
  const cls = (typeof target === 'function' ? target : target.constructor) as Class;
  append(cls, { kind: 'misplaced', decorator: decoratorNames[kind], member: String(member), fix });
}

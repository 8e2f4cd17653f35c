import type { Mistake } from '@symphony-ts/contract';
import type { Token } from '../metadata/provider.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertCalled } from './assert-called.js';
import { type OnClass, recordClass } from './record-class.js';
import { recordMisplaced } from './record-misplaced.js';

type CheckInject<P, T> = [T] extends [P]
  ? unknown
  : Mistake<'the parameter does not accept what the token stands for', T, P>;

export type InjectDecorator<T> = <C extends Class, I extends number = never>(
  target: C,
  key: undefined,
  index: I & CheckInject<ConstructorParameters<C>[I], T>,
) => void;

/** Injects the value of the provider for `token`. Use it on a constructor parameter. */
export function Inject<T>(token: Token<T> | Class<T>): InjectDecorator<T>;
export function Inject<T>(token: Token<T> | Class<T>, ...more: unknown[]): InjectDecorator<T> {
  // A class is a token, too: a compiler passes more than one.
  if (more.length > 0) assertCalled('@Inject', [token, ...more]);
  const record = token as Token<unknown> | Class;
  return (target: Class | object, member?: string, index?: number): void => {
    if (typeof target === 'function' && member === undefined && index !== undefined) {
      append(target as Class, { kind: 'inject', token: record, index });
      return;
    }
    recordMisplaced('inject', { target, member }, 'put it on a constructor parameter');
  };
}

/**
 * Makes a class injectable by its type. Each extension creates one instance, and injects the parameters of its constructor.
 * An abstract class needs a provider instead.
 */
export function Injectable(): OnClass;
export function Injectable(...given: unknown[]): OnClass {
  assertCalled('@Injectable', given);
  return recordClass({ kind: 'injectable' });
}

/**
 * Creates a token for a dependency that is not a class: an interface, a number, a configuration. Each call returns a new
 * token. `name` appears in messages only.
 */
export const defineToken = <T>(name: string): Token<T> => ({ token: Symbol(name) });

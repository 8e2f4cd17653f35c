import type { Mistake } from '@symphony-ts/contract';
import { callerFile } from '../metadata/caller-file.js';
import type {
  ComputedResourceOptions,
  HelpOptions,
  ResourceOptions,
  ResourceUri,
} from '../metadata/interface-options.js';
import { append } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { assertCalled } from './assert-called.js';
import { assertLegacy } from './assert-legacy.js';
import type { AnyMethod, CheckMember, Verdict } from './handler-check.js';
import { type OnClass, onClass } from './record-class.js';
import { recordMisplaced } from './record-misplaced.js';

type CheckCompute<M extends AnyMethod> = [M] extends [() => string | Promise<string>]
  ? unknown
  : Mistake<'a resource method takes nothing and returns its text', () => string, M>;

export type ComputedResourceDecorator = <T extends object, K extends string, M extends AnyMethod>(
  target: T,
  member: K & Verdict<[CheckMember<T, K>, CheckCompute<M>]>,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Adds a resource to the user interface. On a class, its content is a text, a file or an HTMX page. On a method, the method
 * returns the text, once at each start. A relative file path starts at the package of the class.
 */
export function Resource(uri: ResourceUri, options: ResourceOptions): OnClass;
export function Resource(uri: ResourceUri, options: ComputedResourceOptions): ComputedResourceDecorator;
export function Resource(uri: ResourceUri, options: ResourceOptions | ComputedResourceOptions) {
  assertCalled('@Resource', [uri, options]);
  const from = callerFile(Resource);
  const given = { ...options };
  return (target: Class | object, member?: string, place?: unknown): void => {
    assertLegacy(member);
    // The index of a parameter, instead of the descriptor of a method.
    if (typeof place === 'number') {
      recordMisplaced('resource', { target, member }, 'put it on the class or on a method');
      return;
    }
    const cls = (typeof target === 'function' ? target : target.constructor) as Class;
    if (member === undefined) append(cls, { kind: 'resource', uri, options: given, from });
    else append(cls, { kind: 'resource', uri, options: given, from, member, isStatic: cls === target });
  };
}

/**
 * Adds the help page: a Markdown file, as resource `ui://<prefix>/help` under the route `/help/extensions/<Name>`. If the
 * file does not exist, the extension starts without the page and logs a line.
 */
export function Help(options: HelpOptions): OnClass;
export function Help(options: HelpOptions, ...more: unknown[]): OnClass {
  assertCalled('@Help', [options, ...more]);
  const from = callerFile(Help);
  return onClass('help', (cls) => append(cls, { kind: 'help', options: { ...options }, from }));
}

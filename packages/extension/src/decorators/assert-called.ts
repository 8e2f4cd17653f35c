import { InvalidConfigurationError } from '@symphony-ts/contract';
import { assertLegacy } from './assert-legacy.js';

/**
 * Refuses a decorator that is not called: `@Endpoint` instead of `@Endpoint()`. The compiler refuses it as well, but some
 * projects do not run the compiler, and then nothing would be declared. `given` begins with the first two arguments: a compiler
 * passes a class, or a prototype and the name of a member.
 *
 * @throws `INVALID_CONFIGURATION`
 */
export function assertCalled(decorator: string, given: readonly unknown[]): void {
  const [target, member] = [given[0], given[1]];
  const isOnClass = typeof target === 'function';
  const isNamed = typeof member === 'string' || typeof member === 'symbol';
  if (!isOnClass && !(typeof target === 'object' && isNamed)) return;
  if (isOnClass) assertLegacy(member);
  const cls: unknown = isOnClass ? target : Reflect.get(Object(target), 'constructor');
  const name = typeof cls === 'function' ? cls.name : '';
  throw new InvalidConfigurationError({
    setting: [name, isNamed ? String(member) : ''].filter(Boolean).join('.'),
    reason: `its decorator ${decorator} is not called; write ${decorator}(…)`,
  });
}

import { InvalidConfigurationError } from '@symphony-ts/contract';

/**
 * Refuses a decorator that stands there without being called: `@Endpoint` for `@Endpoint()`. The compiler refuses it, too, but not
 * every project asks the compiler, and nothing would be declared.
 *
 * @throws `INVALID_CONFIGURATION`
 */
export function assertCalled(decorator: string, given: ArrayLike<unknown>): void {
  const [target, member] = [given[0], given[1]];
  const isOnClass = typeof target === 'function';
  if (!isOnClass && !(typeof target === 'object' && given.length === 3)) return;
  const cls: unknown = isOnClass ? target : Reflect.get(Object(target), 'constructor');
  const name = typeof cls === 'function' ? cls.name : '';
  throw new InvalidConfigurationError({
    setting: [name, typeof member === 'string' ? member : undefined].filter(Boolean).join('.'),
    reason: `its decorator ${decorator} is not called; write ${decorator}(…)`,
  });
}

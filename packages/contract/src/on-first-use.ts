/**
 * Stands for the result of `make`, and calls `make` when a property of the result is first used. A process needs few of the
 * schemas here, and making all of them took a third of the time to load this package.
 *
 * For schemas of objects, arrays and unions. The conversion to JSON Schema recognizes other schemas by their identity.
 */
export function onFirstUse<T extends object>(make: () => T): T {
  let made: T | undefined;
  const get = (): T => (made ??= make());
  return new Proxy({} as T, {
    get: (_target, name) => Reflect.get(get(), name),
    has: (_target, name) => Reflect.has(get(), name),
    set: (_target, name, value) => Reflect.set(get(), name, value),
    getPrototypeOf: () => Reflect.getPrototypeOf(get()),
  });
}

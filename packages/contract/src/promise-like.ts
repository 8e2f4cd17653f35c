/** A value or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * True for a value that has a `then` and must be awaited. This includes promises of other realms and of libraries, such as the
 * queries of Prisma, Knex and Mongoose, for which `instanceof Promise` is false.
 */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return typeof (value as { readonly then?: unknown }).then === 'function';
}

/**
 * Calls `next` with the resolved `value`. For a plain value it does so at once, so synchronous code needs no promise. For a value
 * with a `then` it returns a real promise.
 */
export function whenReady<T, R>(value: T | PromiseLike<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromiseLike(value) ? Promise.resolve(value).then(next) : next(value);
}

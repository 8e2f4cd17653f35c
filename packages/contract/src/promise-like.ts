/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Whether `value` must be waited for: anything with a `then`. Promises of other realms and of libraries count, among them
 * the queries of Prisma, Knex and Mongoose, which `instanceof Promise` misses.
 */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return typeof (value as { readonly then?: unknown }).then === 'function';
}

/**
 * Continues with `next` once `value` is there: at once for a plain value, so that synchronous work costs no promise, and
 * with a real promise for anything with a `then`.
 */
export function whenReady<T, R>(value: T | PromiseLike<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromiseLike(value) ? Promise.resolve(value).then(next) : next(value);
}

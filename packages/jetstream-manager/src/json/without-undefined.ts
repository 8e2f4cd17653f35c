/** `T`, but a property that may be undefined may also be absent. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * A copy of `record` without undefined properties, so that the server decides a setting that nobody named. This package
 * has no dependency on `contract`, which has the same function.
 */
export const withoutUndefined = <T extends object>(record: T): Defined<T> =>
  // Only the keys with an undefined value are removed, as the type says.
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<T>;

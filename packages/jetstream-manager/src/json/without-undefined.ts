/** `T` whose properties that may be undefined may be absent instead. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * A copy of `record` without the properties that are undefined, so that a setting that nobody named is left to the server. This
 * package stands alone: the packages of extensions have the same in `contract`.
 */
export const withoutUndefined = <T extends object>(record: T): Defined<T> =>
  // Exactly the keys whose value is undefined are gone, which is what the type says.
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<T>;

/** `T` in which each property that can be `undefined` can be absent instead. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * Copies `record` without its `undefined` properties. JSON has no `undefined`, so the copy does not change on the wire. An omitted
 * option keeps its default.
 */
export const withoutUndefined = <T extends object>(record: T): Defined<T> =>
  // Only the keys with the value `undefined` are removed, as the type says.
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<T>;

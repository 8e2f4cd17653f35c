/** `T` with the properties that may be undefined turned into ones that may be absent. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** JSON has no `undefined`: what is not there is left out, so that a record reads back as it was. */
export const withoutUndefined = <T extends object>(record: T): Defined<T> =>
  // Exactly the keys whose value is undefined are gone, which is what the type says.
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Defined<T>;

// oxlint-disable-next-line typescript/no-explicit-any -- methods of any shape are left out
type AnyMethod = (...args: any[]) => unknown;
export type IsAny<T> = 0 extends 1 & T ? true : false;

/** The type of a value after JSON has transported it: a `Date` becomes a string, a method is dropped. */
export type Jsonify<T> =
  IsAny<T> extends true
    ? T
    : unknown extends T
      ? T
      : T extends string | number | boolean | null | undefined | Uint8Array
        ? T
        : T extends { toJSON(): infer J }
          ? J
          : T extends readonly (infer I)[]
            ? Jsonify<I>[]
            : T extends object
              ? { [K in keyof T as T[K] extends AnyMethod | symbol ? never : K]: Jsonify<T[K]> }
              : never;

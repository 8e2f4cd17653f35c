import type { InputOf, Mistake, OutputOf, Schema } from '@symphony-ts/contract';
import type { PathParamName, PathParams } from '../replies/requests.js';

/** True for a type that accepts text: any text, some texts (an enumeration), or a list of texts. */
type TakesText<T> = [string] extends [T]
  ? true
  : [Extract<T, string | readonly string[]>] extends [never]
    ? false
    : true;
type NotText<T> = { [K in keyof T]-?: TakesText<T[K]> extends true ? never : K }[keyof T];

/** `unknown` if the params schema matches the path, otherwise the mistake. */
export type CheckParams<P extends string, S> = string extends P
  ? unknown
  : S extends Schema
    ? [Exclude<PathParamName<P>, keyof OutputOf<S>>] extends [never]
      ? [Exclude<keyof OutputOf<S>, PathParamName<P>>] extends [never]
        ? [NotText<InputOf<S>>] extends [never]
          ? unknown
          : Mistake<
              'path parameters arrive as text: use z.coerce.number(), z.stringbool(), …',
              PathParams<P>,
              InputOf<S>
            >
        : Mistake<'the params schema has a field the path lacks', Exclude<keyof OutputOf<S>, PathParamName<P>>>
      : Mistake<'the path has a parameter the params schema lacks', Exclude<PathParamName<P>, keyof OutputOf<S>>>
    : unknown;

/** `unknown` if every field of a query or headers schema accepts text. */
export type CheckText<Part extends string, S> = S extends Schema
  ? [NotText<InputOf<S>>] extends [never]
    ? unknown
    : Mistake<`${Part} values arrive as text: use z.coerce.number(), z.stringbool(), z.array(…)`, NotText<InputOf<S>>>
  : unknown;

export type CheckPath<P extends string> = string extends P
  ? unknown
  : P extends `/${string}`
    ? P extends `${string}:${string}`
      ? Mistake<`write '{name}', not ':name', in '${P}'`>
      : unknown
    : Mistake<`'${P}' must begin with '/'`>;

import type { InputOf, Mistake, NoSchema, OutputOf, Schema } from '@symphony-ts/contract';
import type { Class } from '../model/extension-model.js';

// oxlint-disable-next-line typescript/no-explicit-any -- every method is assignable to it; the checks read its exact types back
export type AnyMethod = (...args: any[]) => unknown;

/** A schema, or the mark for "no schema". */
export type MaybeSchema = Schema | NoSchema;
export type IsAny<T> = 0 extends 1 & T ? true : false;
/** The type of a handler's input: the schema's output, or `unknown`. */
export type Given<Q> = Q extends NoSchema ? unknown : OutputOf<Q>;
/** The type of a handler's result: the schema's input, or anything. */
export type Accepted<R> = R extends NoSchema ? unknown : InputOf<R>;

/**
 * The first mistake of a list, or `unknown`. It is intersected with the *member name*: that type is short, so the
 * compiler's message shows the words. On the descriptor or behind an alias they would be lost.
 */
export type Verdict<Checks extends readonly unknown[]> = Checks extends readonly [infer Head, ...infer Rest]
  ? unknown extends Head
    ? Verdict<Rest>
    : Head
  : unknown;

export type CheckMember<T, K> =
  T extends Class<unknown>
    ? Mistake<'handlers are instance methods, not static ones'>
    : K extends keyof T
      ? unknown
      : Mistake<'handlers are public methods'>;

/**
 * Compares types inside tuples, which is contravariant. The bivariance of methods would accept a handler that needs more than
 * the schema returns. A handler may omit parameters.
 */
export type CheckArg<M extends AnyMethod, N extends 0 | 1, Value, Text extends string> =
  Parameters<M> extends infer A extends unknown[]
    ? N extends keyof A | 0
      ? A[N] extends infer P
        ? IsAny<P> extends true
          ? unknown
          : [Value] extends [P]
            ? unknown
            : A['length'] extends (N extends 0 ? 0 : 0 | 1)
              ? unknown
              : Mistake<Text, Value, P>
        : never
      : unknown
    : never;

export type CheckReturn<M extends AnyMethod, Reply> = [Awaited<ReturnType<M>>] extends [Reply]
  ? unknown
  : Mistake<'the handler returns something else than its response schema', Reply, Awaited<ReturnType<M>>>;

/** Refuses a name that cannot be one token of a subject. */
export type CheckName<N extends string> = N extends '' | `${string}${' ' | '.' | '*' | '>'}${string}`
  ? Mistake<`'${N}' is not a subject token: no space, dot, * or >`>
  : unknown;

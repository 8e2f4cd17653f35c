import type { InputOf, OutputOf } from './schema.js';

declare const taken: unique symbol;
declare const given: unique symbol;

/** `null` and `undefined` carry no mark; nothing is known of `unknown` and `any`. */
type Marked<T, K extends symbol, V> = unknown extends T
  ? T
  : T extends null | undefined
    ? T
    : T & { readonly [_ in K]?: { readonly of: V } };

type MarkOf<T, K extends symbol> = unknown extends T
  ? T
  : [T] extends [null | undefined]
    ? T
    : K extends keyof NonNullable<T>
      ? NonNullable<NonNullable<T>[K]> extends { readonly of: infer V }
        ? V
        : T
      : T;

/**
 * Type of an endpoint's parameter, from its request schema: `add(item: EndpointInput<typeof NewItem>)`. The handler receives the
 * output of the schema. A typed call passes the input of the schema, so the caller can omit fields that have a default.
 */
export type EndpointInput<S> = Marked<OutputOf<S>, typeof taken, InputOf<S>>;

/**
 * Type of an endpoint's result, from its response schema: `add(…): EndpointReply<typeof Item>`. The handler returns the input of
 * the schema. A typed call receives the output of the schema, with its defaults.
 */
export type EndpointReply<S> = Marked<InputOf<S>, typeof given, OutputOf<S>>;

/** The type that a caller passes for a parameter of type `P`. */
export type TakenFor<P> = MarkOf<P, typeof taken>;

/** The type that a caller receives for a result of type `R`. */
export type GivenFor<R> = MarkOf<R, typeof given>;

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
 * The parameter of an endpoint, by its request schema: `add(item: EndpointInput<typeof NewItem>)`. The handler receives what the
 * schema gives out; calls typed by the class give what the schema takes in, so that fields with a default may be omitted.
 */
export type EndpointInput<S> = Marked<OutputOf<S>, typeof taken, InputOf<S>>;

/**
 * The result of an endpoint, by its response schema: `add(…): EndpointReply<typeof Item>`. The handler returns what the schema takes
 * in; calls typed by the class receive what the schema gives out, with its defaults.
 */
export type EndpointReply<S> = Marked<InputOf<S>, typeof given, OutputOf<S>>;

/** What a caller gives for a parameter of type `P`. */
export type TakenFor<P> = MarkOf<P, typeof taken>;

/** What a caller receives of a result of type `R`. */
export type GivenFor<R> = MarkOf<R, typeof given>;

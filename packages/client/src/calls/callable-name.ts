import type { IsAny } from './jsonify.js';

/*
 * Selects the methods of an extension class that can be endpoints by their signatures, because a type cannot see decorators. The
 * shapes below represent types of `@symphony-ts/extension`, which this package must not import.
 */

/** First parameter of `@Rest`, `@Subscribe` and `@OnCommand` handlers without an input of their own. */
interface IncomingMessage {
  readonly kind: 'rest' | 'event' | 'command';
  readonly signal: AbortSignal;
}

/** A result of a handler that only an HTTP caller understands. */
interface HttpResponse {
  readonly body: unknown;
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The members that the second parameter of an endpoint may require. */
type RequestMember = 'data' | 'headers' | 'subject' | 'signal' | 'deadline' | 'logger' | 'client';
type TakesEndpointRequest<Q> = unknown extends Q
  ? true
  : Q extends { readonly kind: infer Kind }
    ? 'endpoint' extends Kind
      ? true
      : false
    : Q extends object
      ? [keyof Q] extends [RequestMember]
        ? true
        : false
      : false;

type IsCallable<A extends unknown[], R> = A extends []
  ? true
  : A['length'] extends 1 | 2
    ? IsAny<A[0]> extends true
      ? true
      : unknown extends A[0]
        ? A extends [unknown, infer Q]
          ? TakesEndpointRequest<Q>
          : true
        : NonNullable<A[0]> extends IncomingMessage
          ? false
          : A extends [unknown, infer Q]
            ? TakesEndpointRequest<Q>
            : Extract<Awaited<R>, HttpResponse> extends never
              ? true
              : false
    : false;

/**
 * Names of the public methods of a class that can be endpoints: `()`, `(input)` or `(input, EndpointRequest)`. Methods with
 * `@Rest` and handlers of messages are excluded. A hook without arguments looks like an endpoint to the compiler; a call to it
 * fails with `NOT_AN_ENDPOINT`.
 */
export type CallableName<E> = {
  [K in keyof E & string]: E[K] extends (...args: infer A) => infer R
    ? Required<A> extends infer B extends unknown[]
      ? IsCallable<B, R> extends true
        ? K
        : never
      : never
    : never;
}[keyof E & string];

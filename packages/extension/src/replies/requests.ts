import type { SymphonyClient } from '@symphony-ts/client';
import type { CallerIdentity, Logger, OutputOf } from '@symphony-ts/contract';
import type { Span } from '@symphony-ts/observability';

/** The parameter names in a path: `'/items/{id}/{rev}'` → `'id' | 'rev'`. For a path of type `string`: any name. */
export type PathParamName<P extends string> = string extends P
  ? string
  : P extends `${string}{${infer Name}}${infer Rest}`
    ? Name | PathParamName<Rest>
    : never;

/** The parameters of a path by name. Their values are text. */
export type PathParams<P extends string> = { readonly [K in PathParamName<P>]: string };

/*
 * The parts of a request are made when they are first read, so a copy made by `{ ...request }`, or by a rest in a
 * destructuring, has none of them. Accessors of a class are what the compiler leaves out of such copies, too.
 */
declare abstract class MessageParts {
  /** The payload as it arrived. */
  abstract get data(): Uint8Array;
  /** The subject that the message arrived on. */
  abstract get subject(): string;
  /** Headers by their names as sent; over HTTP, in lower case. `get` and `has` find a name in any spelling. */
  abstract get headers(): ReadonlyMap<string, string>;
  /**
   * Aborted when the deadline passes, when the caller gives up or when the extension stops. A caller gives up if its HTTP
   * client disconnects, or if the signal of its call aborts. Pass the signal to the work that the handler awaits. Calls
   * through `request.client` use it already.
   */
  abstract get signal(): AbortSignal;
  /** A logger whose lines carry the trace of the message. */
  abstract get logger(): Logger;
  /** The span of this message. Add your own attributes and events to it. It records nothing if observability is off. */
  abstract get span(): Span;
}

/** The parts that every incoming message has. */
export interface Message extends MessageParts {}

declare abstract class EndpointParts {
  /**
   * The sender of the request, as the platform attests it. `undefined` on a plain NATS server, and for a caller over NATS that
   * sends no proof of its identity. Check it before an operation that only some callers are allowed to do.
   */
  abstract get caller(): CallerIdentity | undefined;
  /** The time at which the caller stops waiting. */
  abstract get deadline(): Date;
  /**
   * Client for calls on behalf of this request. The calls continue the trace of the request. They end at its deadline, and when
   * its caller gives up. The called extensions learn of that, so their signals abort as well, over any number of hops. Use
   * `ExtensionContext.client` for a call that should outlive the request.
   */
  abstract get client(): SymphonyClient;
}

/** Second argument of `@Endpoint` and `@InstanceHandler` handlers. Do not copy it: a copy has none of its parts. */
export interface EndpointRequest extends Message, EndpointParts {
  /** `rest` for a request to a `@Rest` operation, otherwise `endpoint`. */
  readonly kind: 'endpoint' | 'rest';
}

/** Second argument of `@Subscribe` and `@OnCommand` handlers. */
export interface EventMessage extends Message {
  /** Whether the message was published as an event or sent as a command. */
  readonly kind: 'event' | 'command';
  /** The sender of the command, as in `EndpointRequest.caller`. Always `undefined` for an event. */
  readonly caller: CallerIdentity | undefined;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the interface below names each part by its parameter
declare abstract class RestRequestParts<Params, Query, Body, Headers> {
  abstract get method(): string;
  /** The URL as the client sent it. `search` is the exact text of the query. */
  abstract get url(): URL;
  abstract get params(): Params;
  abstract get query(): Query;
  abstract get body(): Body;
  /** The exact bytes of the body, for checking signatures. Empty if the request has no body. */
  abstract get rawBody(): Uint8Array;
  /** The output of the `headers` schema. `headers` has all headers as text. */
  abstract get headerValues(): Headers;
}

/** The request of an `@Rest` handler, with one type parameter for each part. */
export interface TypedRestRequest<Params, Query, Body, Headers>
  extends EndpointRequest,
    RestRequestParts<Params, Query, Body, Headers> {
  readonly kind: 'rest';
}

/** The parts of a REST request. Each is a schema (`typeof ItemId`) or a type (`ItemId`). */
export interface RestShape {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly headers?: unknown;
}

type Part<S, K extends keyof RestShape> = S extends string
  ? K extends 'params'
    ? PathParams<S>
    : unknown
  : K extends keyof S
    ? OutputOf<S[K]>
    : unknown;

/**
 * The request of an `@Rest` handler. Name the parts that the handler reads, as schemas or types
 * (`RestRequest<{ body: typeof Item }>`), or name the path (`RestRequest<'/items/{id}'>`). The other parts are `unknown`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- no parts named, not "any value"
export type RestRequest<S extends RestShape | string = {}> = TypedRestRequest<
  Part<S, 'params'>,
  Part<S, 'query'>,
  Part<S, 'body'>,
  Part<S, 'headers'>
>;

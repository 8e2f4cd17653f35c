import type { SymphonyClient } from '@symphony-ts/client';
import type { CallerIdentity, Logger, OutputOf } from '@symphony-ts/contract';
import type { Span } from '@symphony-ts/observability';

/** `'/items/{id}/{rev}'` → `'id' | 'rev'`; for a path known only as text, any name. */
export type PathParamName<P extends string> = string extends P
  ? string
  : P extends `${string}{${infer Name}}${infer Rest}`
    ? Name | PathParamName<Rest>
    : never;

/** The parameters of a path, as the text they arrive as. */
export type PathParams<P extends string> = { readonly [K in PathParamName<P>]: string };

/*
 * The parts of a request are made when they are first read, so a copy made by `{ ...request }`, or by a rest in a
 * destructuring, has none of them. Accessors of a class are what the compiler leaves out of such copies, too.
 */
declare abstract class MessageParts {
  /** The payload as it came. */
  abstract get data(): Uint8Array;
  /** The subject it came on. */
  abstract get subject(): string;
  abstract get headers(): ReadonlyMap<string, string>;
  /**
   * Aborted when the deadline passes, the caller gives up (an HTTP client that hangs up, a call whose own signal aborts) or the
   * extension stops. Pass it on to whatever the handler awaits. Calls through `request.client` follow it by themselves.
   */
  abstract get signal(): AbortSignal;
  /** Carries the trace of the message. */
  abstract get logger(): Logger;
  /** The span of this message, for attributes and events of the author's own; silent without observability. */
  abstract get span(): Span;
}

/** What every incoming message has. */
export interface Message extends MessageParts {}

declare abstract class EndpointParts {
  /**
   * Who sent the request, as the platform attests it. `undefined` where nobody does: on a plain NATS server, and for a caller
   * over NATS that does not prove who it is. Compare it before a handler does what not everybody who may call it may do.
   */
  abstract get caller(): CallerIdentity | undefined;
  /** When the caller stops waiting. */
  abstract get deadline(): Date;
  /**
   * Calls made through it end with the request: at its deadline, and when its caller gives up. The extensions that were called
   * are told, so their signals abort as well, over any number of hops. They continue the trace of the request. A call that is
   * to go on after its request belongs to `ExtensionContext.client`.
   */
  abstract get client(): SymphonyClient;
}

/** Second argument of `@Endpoint` and `@InstanceHandler` handlers. Its parts are read from it; a copy has none of them. */
export interface EndpointRequest extends Message, EndpointParts {
  /** `rest` where the request came to a `@Rest` operation. */
  readonly kind: 'endpoint' | 'rest';
}

/** Second argument of `@Subscribe` and `@OnCommand` handlers. An event cannot be answered, so it is another type. */
export interface EventMessage extends Message {
  /** Whether the message was published as an event or sent as a command. */
  readonly kind: 'event' | 'command';
  /** Who sent the command, as `EndpointRequest.caller` says it; always `undefined` for an event. */
  readonly caller: CallerIdentity | undefined;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the interface below names each part by its parameter
declare abstract class RestRequestParts<Params, Query, Body, Headers> {
  abstract get method(): string;
  /** As the client sent it; `search` is the query character by character. */
  abstract get url(): URL;
  abstract get params(): Params;
  abstract get query(): Query;
  abstract get body(): Body;
  /** The body byte by byte as the client sent it, for checking signatures; empty where there is none. */
  abstract get rawBody(): Uint8Array;
  /** The headers that the `headers` schema names, as it gives them out; `headers` has all of them as text. */
  abstract get headerValues(): Headers;
}

/** The request of an `@Rest` handler. Plain type parameters, so that the compiler compares requests part by part. */
export interface TypedRestRequest<Params, Query, Body, Headers>
  extends EndpointRequest,
    RestRequestParts<Params, Query, Body, Headers> {
  readonly kind: 'rest';
}

/** Parts of a REST request, each a schema (`typeof ItemId`) or a type (`ItemId`). */
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
 * The request of an `@Rest` handler: name the parts you read, as schemas or types, or name the path
 * (`RestRequest<'/items/{id}'>`). The parts not named are `unknown`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- no parts named, not "any value"
export type RestRequest<S extends RestShape | string = {}> = TypedRestRequest<
  Part<S, 'params'>,
  Part<S, 'query'>,
  Part<S, 'body'>,
  Part<S, 'headers'>
>;

import type { InputOf, MaybePromise, NoSchema, Schema } from '@symphony-ts/contract';
import type { ExtensionContext } from '../context/extension-context.js';
import type { Accepted, Given, MaybeSchema, Verdict } from '../decorators/handler-check.js';
import type { CheckParams, CheckPath, CheckText } from '../decorators/path-check.js';
import type { GivenRequest } from '../decorators/rest.js';
import type { EndpointOptions } from '../metadata/endpoint-options.js';
import type { CommandOptions, SubscribeOptions } from '../metadata/message-options.js';
import type { RestOptions } from '../metadata/rest-options.js';
import type { HttpMethod } from '../model/extension-model.js';
import type { EndpointRequest, EventMessage } from '../replies/requests.js';
import type { RestResponse } from '../replies/rest-response.js';

/** A handler of any kind. The runtime passes the context last. */
// oxlint-disable-next-line typescript/no-explicit-any -- the functions below know the exact parameters of each kind
export type AnyHandler = (...args: any[]) => unknown;

/** An endpoint or an instance handler. `endpoint` makes it. */
export interface EndpointHandler {
  /** Tells the kinds of handlers apart. */
  readonly kind: 'endpoint';
  /** The options of `@Endpoint`. */
  readonly options: EndpointOptions<Schema, Schema>;
  /** The handler. */
  readonly run: AnyHandler;
}

/** An HTTP operation. `rest` makes it. */
export interface RestHandler {
  /** Tells the kinds of handlers apart. */
  readonly kind: 'rest';
  /** HTTP method of the operation. */
  readonly method: HttpMethod;
  /** Path of the operation, such as `/items/{id}`. */
  readonly path: string;
  /** The options of `@Rest`. */
  readonly options: RestOptions<Schema, Schema, Schema, Schema, Schema>;
  /** The handler. */
  readonly run: AnyHandler;
}

/** A handler of events. `subscription` makes it. */
export interface SubscriptionHandler {
  /** Tells the kinds of handlers apart. */
  readonly kind: 'subscription';
  /** Subject to listen on, wildcards included. */
  readonly subject: string;
  /** The options of `@Subscribe`. */
  readonly options: SubscribeOptions<Schema>;
  /** The handler. */
  readonly run: AnyHandler;
}

/** A handler of a command. `command` makes it. */
export interface CommandHandler {
  /** Tells the kinds of handlers apart. */
  readonly kind: 'command';
  /** The options of `@OnCommand`. */
  readonly options: CommandOptions<Schema>;
  /** The handler. */
  readonly run: AnyHandler;
}

/** Makes an endpoint from a function. The request schema gives the type of its input. See `@Endpoint`. */
export const endpoint = <Q extends MaybeSchema = NoSchema, R extends MaybeSchema = NoSchema>(
  options: EndpointOptions<Q, R>,
  run: (input: Given<Q>, request: EndpointRequest, context: ExtensionContext) => MaybePromise<Accepted<R>>,
): EndpointHandler => ({ kind: 'endpoint', options: options as EndpointOptions<Schema, Schema>, run });

/** Makes an HTTP operation from a function. Path and schemas give the type of its request. See `@Rest`. */
export const rest = <
  const P extends string,
  Pa extends MaybeSchema = NoSchema,
  Qu extends MaybeSchema = NoSchema,
  Bo extends MaybeSchema = NoSchema,
  He extends MaybeSchema = NoSchema,
  R extends MaybeSchema = NoSchema,
>(
  method: HttpMethod,
  path: P & Verdict<[CheckPath<P>, CheckParams<P, Pa>, CheckText<'query', Qu>, CheckText<'headers', He>]>,
  options: RestOptions<Pa, Qu, Bo, He, R>,
  run: (
    request: GivenRequest<P, Pa, Qu, Bo, He>,
    context: ExtensionContext,
  ) => MaybePromise<R extends NoSchema ? unknown : InputOf<R> | RestResponse>,
): RestHandler => ({
  kind: 'rest',
  method,
  path,
  options: options as RestOptions<Schema, Schema, Schema, Schema, Schema>,
  run,
});

/** Makes a handler of events from a function. See `@Subscribe`. */
export const subscription = <Q extends MaybeSchema = NoSchema>(
  subject: string,
  options: SubscribeOptions<Q>,
  run: (message: Given<Q>, event: EventMessage, context: ExtensionContext) => unknown,
): SubscriptionHandler => ({ kind: 'subscription', subject, options: options as SubscribeOptions<Schema>, run });

/** Makes a handler of a command from a function. See `@OnCommand`. */
export const command = <Q extends MaybeSchema = NoSchema>(
  options: CommandOptions<Q>,
  run: (payload: Given<Q>, message: EventMessage, context: ExtensionContext) => unknown,
): CommandHandler => ({ kind: 'command', options: options as CommandOptions<Schema>, run });

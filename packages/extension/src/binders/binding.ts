import type { NatsConnection, Subscription } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import type { Logger, MaybePromise, PeerMessage } from '@symphony-ts/contract';
import type { Telemetry } from '@symphony-ts/observability';
import type { Dispatcher } from '../invoke/dispatcher.js';
import type { ReadCaller } from '../invoke/inbound-request.js';
import type { IncomingMessage } from '../invoke/message.js';
import type { PendingRequests } from '../invoke/pending-requests.js';
import type { EndpointModel, ExtensionModel, HandlerRef } from '../model/extension-model.js';

/** One part of the model, attached to NATS. */
export interface Binding {
  /** Stops taking messages. Handlers still receive the messages that have already arrived. Idempotent. */
  close(): Promise<void>;
}

/** The micro service of an extension: endpoints and REST operations, balanced over its instances by NATS. */
export interface ServiceBinding extends Binding {
  /** Adds an endpoint while the service runs. Closing the result removes it. */
  add(endpoint: EndpointModel): Promise<Binding>;
  /** The handler of an endpoint or REST operation, by its name below the extension's group. */
  find(name: string): MessageHandler | undefined;
  /** Resolves with the error that ended the service, or with `undefined` once it was closed. */
  readonly ended: Promise<Error | undefined>;
}

/** The handlers of one instance. */
export interface InstanceBinding extends Binding {
  /** Adds a handler. Closing the result removes it. */
  add(handler: EndpointModel): Binding;
}

/** Answers one message. */
export type MessageHandler = (message: IncomingMessage) => void;

// oxlint-disable-next-line typescript/no-explicit-any -- each binder knows the signature of its own handlers
export type Handler = (...args: any[]) => unknown;

/** Finds the function behind a handler of the model. */
export type ResolveHandler = (handler: HandlerRef) => Handler;

/** The bindings that accept handlers while the extension runs. Each is set once its binder has run. */
export interface BoundServices {
  service?: ServiceBinding;
  instances?: InstanceBinding;
}

/** One NATS mechanism: attaches its part of the model. `undefined` if the model has nothing for it. */
export interface Binder {
  /** Names its closing in the log. */
  readonly name: string;
  bind(model: ExtensionModel, deps: BinderDeps): MaybePromise<Binding | undefined>;
}

/** What every binder receives. */
export interface BinderDeps {
  /** Guarded: a request whose reply is not an inbox never arrives. */
  readonly nc: NatsConnection;
  readonly instanceId: string;
  readonly client: SymphonyClient;
  readonly logger: Logger;
  readonly pendingRequests: PendingRequests;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
  readonly resolve: ResolveHandler;
  /** Filled by the binders of endpoints and of instance handlers. */
  readonly bound: BoundServices;
  /** Shown by discovery: the OpenAPI document among others. */
  readonly metadata: () => Readonly<Record<string, string>>;
  /** Reads who calls. Omitted if no platform attests callers. */
  readonly readCaller?: ReadCaller | undefined;
  /** The answer of this instance to another instance of the extension. */
  readonly answerPeer?: ((message: PeerMessage) => unknown) | undefined;
  /** Omitted if nothing is recorded. */
  readonly telemetry?: Telemetry | undefined;
}

/** Stops taking messages. A subscription that the server refused is already closed. */
export const drained = (subscription: Subscription): Promise<void> =>
  subscription.isClosed() ? Promise.resolve() : subscription.drain();

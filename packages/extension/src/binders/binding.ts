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
  /** Takes no more messages; those already received are still handed to their handlers. Idempotent. */
  close(): Promise<void>;
}

/** The micro service of an extension: endpoints and REST operations, balanced over its instances by NATS. */
export interface ServiceBinding extends Binding {
  /** Adds an endpoint while the service runs; closing the result takes it away again. */
  add(endpoint: EndpointModel): Promise<Binding>;
  /** What answers an endpoint or REST operation, by its name below the extension's group. */
  find(name: string): MessageHandler | undefined;
  /** Resolves with the error that ended the service, or with `undefined` once it was closed. */
  readonly ended: Promise<Error | undefined>;
}

/** The handlers of one instance. */
export interface InstanceBinding extends Binding {
  /** Adds a handler; closing the result takes it away. */
  add(handler: EndpointModel): Binding;
}

/** Answers one message. */
export type MessageHandler = (message: IncomingMessage) => void;

// oxlint-disable-next-line typescript/no-explicit-any -- each binder knows the signature of its own handlers
export type Handler = (...args: any[]) => unknown;

/** Finds the function behind a handler of the model. */
export type ResolveHandler = (handler: HandlerRef) => Handler;

/** Names and handlers that can be added to while the extension runs; each is there once its binder has run. */
export interface BoundServices {
  service?: ServiceBinding;
  instances?: InstanceBinding;
}

/** One NATS mechanism: attaches its part of the model. `undefined` if the model has nothing for it. */
export interface Binder {
  /** Names its way back in the log. */
  readonly name: string;
  bind(model: ExtensionModel, deps: BinderDeps): MaybePromise<Binding | undefined>;
}

/** What every binder is given. */
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
  /** Reads who calls; absent where no platform attests it. */
  readonly readCaller?: ReadCaller | undefined;
  /** What this instance answers to another one of the extension. */
  readonly answerPeer?: ((message: PeerMessage) => unknown) | undefined;
  /** Omitted if nothing is recorded. */
  readonly telemetry?: Telemetry | undefined;
}

/** Takes no more messages. A subscription that the server refused is closed already. */
export const drained = (subscription: Subscription): Promise<void> =>
  subscription.isClosed() ? Promise.resolve() : subscription.drain();

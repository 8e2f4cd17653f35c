import type { NatsConnection, Subscription } from '@nats-io/nats-core';
import type { Logger } from '@symphony-ts/contract';
import type { Telemetry } from '@symphony-ts/observability';
import type { SymphonyClient } from '@symphony-ts/client';
import type { HandlerRef } from '../model/extension-model.js';
import type { Dispatcher } from '../invoke/dispatcher.js';
import type { InFlight } from '../invoke/in-flight.js';

/** One part of the model, attached to NATS. */
export interface Binding {
  /** Takes no more messages; those already received are still handed to their handlers. Idempotent. */
  close(): Promise<void>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- each binder knows the signature of its own handlers
export type Handler = (...args: any[]) => unknown;

/** Finds the function behind a handler of the model. */
export type ResolveHandler = (handler: HandlerRef) => Handler;

/** What every binder is given. */
export interface BinderDeps {
  /** Guarded: a request whose reply is no inbox never arrives. */
  readonly nc: NatsConnection;
  readonly instanceId: string;
  readonly client: SymphonyClient;
  readonly logger: Logger;
  readonly inFlight: InFlight;
  readonly dispatcher: Dispatcher;
  readonly newId: () => string;
  readonly resolve: ResolveHandler;
  /** Absent where nothing is recorded. */
  readonly telemetry?: Telemetry | undefined;
}

/** Takes no more messages. A subscription that the server refused is closed already. */
export const drained = (subscription: Subscription): Promise<void> =>
  subscription.isClosed() ? Promise.resolve() : subscription.drain();

/** How logs and errors name a handler. */
export const memberName = (handler: HandlerRef): string =>
  handler.kind === 'method' ? `${handler.owner.name}.${handler.member}` : handler.label;

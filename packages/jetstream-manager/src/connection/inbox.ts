import { createInbox, type NatsConnection } from '@nats-io/nats-core';

/** A new inbox with the inbox prefix of the connection. Its permissions may be limited to that prefix. */
export function newInbox(nc: NatsConnection): string {
  // Every connection of nats.js has `options`, but the type omits it.
  const { options } = nc as NatsConnection & { readonly options?: { readonly inboxPrefix?: string } };
  return createInbox(options?.inboxPrefix);
}

import { createInbox, type NatsConnection } from '@nats-io/nats-core';

/** An inbox below the connection's own prefix, where its user may listen. */
export function newInbox(nc: NatsConnection): string {
  // `options` is on every connection that nats.js makes, but not in the type.
  const { options } = nc as NatsConnection & { readonly options?: { readonly inboxPrefix?: string } };
  return createInbox(options?.inboxPrefix);
}

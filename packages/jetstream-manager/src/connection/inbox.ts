import { createInbox, type NatsConnection } from '@nats-io/nats-core';

/** A new inbox under the connection's own prefix, which its permissions may be limited to. */
export function newInbox(nc: NatsConnection): string {
  // `options` is on every connection nats.js makes, but not in the type.
  const { options } = nc as NatsConnection & { readonly options?: { readonly inboxPrefix?: string } };
  return createInbox(options?.inboxPrefix);
}

import type { NatsConnection } from '@nats-io/nats-core';

const DEFAULT = '$JS.API';
const prefixes = new WeakMap<NatsConnection, string>();

/**
 * Lets all buckets and object stores of a connection use a JetStream that answers elsewhere: `$JS.hub.API` of a domain, or the
 * prefix under which another account exports it. `undefined` leaves it at the account's own.
 */
export function useJetStreamApi(nc: NatsConnection, prefix: string | undefined): void {
  if (prefix !== undefined) prefixes.set(nc, prefix);
}

/** What the subjects of the JetStream API begin with on this connection. */
export const apiPrefixOf = (nc: NatsConnection): string => prefixes.get(nc) ?? DEFAULT;

/** What goes before the subject of a write: `$JS.hub.API.$KV…` is what a domain or an export maps to the bucket. */
export const writePrefixOf = (nc: NatsConnection): string => {
  const prefix = prefixes.get(nc);
  return prefix === undefined ? '' : `${prefix}.`;
};

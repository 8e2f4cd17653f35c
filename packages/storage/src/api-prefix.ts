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

/** The start of the subjects of the JetStream API on this connection. */
export const apiPrefixOf = (nc: NatsConnection): string => prefixes.get(nc) ?? DEFAULT;

/** The prefix of the subject of a write. A domain or an export maps `$JS.hub.API.$KV…` to the bucket. */
export const writePrefixOf = (nc: NatsConnection): string => {
  const prefix = prefixes.get(nc);
  return prefix === undefined ? '' : `${prefix}.`;
};

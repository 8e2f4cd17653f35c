import type { ConnectionOptions, NatsConnection } from '@nats-io/nats-core';

/**
 * Options of a connection that notices within eight seconds that its server is gone: instead of the third ping, it gives up if
 * two are unanswered. The defaults of nats.js take six minutes.
 */
export const livePings = { pingInterval: 2_500, maxPingOut: 2 } as const satisfies ConnectionOptions;

/** How long nats.js may take to close a connection that it has found dead. */
const CUT_MS = 500;

/** Where nats.js keeps the socket of a connection over TCP. */
interface Transport {
  readonly socket?: { destroy(): void } | undefined;
}

/**
 * Ends the socket of a dead connection. nats.js waits until everything that was written has left. If the system's buffer is
 * full, it waits as long as the system does: a quarter of an hour.
 */
export function cutSoon(nc: NatsConnection): void {
  const { protocol } = nc as NatsConnection & { readonly protocol?: { readonly transport?: Transport } };
  const socket = protocol?.transport?.socket;
  if (socket) setTimeout(() => socket.destroy(), CUT_MS);
}

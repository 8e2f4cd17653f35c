import { errors, type NatsConnection } from '@nats-io/nats-core';

/** A request that servers only answer in their system account. Tested on 2.9.10 and 2.15.1. */
const ping = '$SYS.REQ.SERVER.PING';

/**
 * Whether a connection is certainly outside the system account. Outside it, a subscription to the server's events
 * succeeds but never receives anything. A user who may not send the request counts as inside.
 */
export async function isOutsideSystemAccount(nc: NatsConnection, timeoutMs: number): Promise<boolean> {
  try {
    await nc.request(ping, '', { timeout: timeoutMs });
    return false;
  } catch (error) {
    return error instanceof errors.RequestError && error.isNoResponders();
  }
}

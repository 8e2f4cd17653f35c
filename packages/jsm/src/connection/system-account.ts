import { errors, type NatsConnection } from '@nats-io/nats-core';

/** What servers answer in their system account alone; tried on 2.9.10 and 2.15.1. */
const ping = '$SYS.REQ.SERVER.PING';

/**
 * Whether a connection is known to be outside the system account: a subscription to the server's events succeeds there
 * and stays silent for ever. A user who may not ask is given the benefit of the doubt.
 */
export async function isOutsideSystemAccount(nc: NatsConnection, timeoutMs: number): Promise<boolean> {
  try {
    await nc.request(ping, '', { timeout: timeoutMs });
    return false;
  } catch (error) {
    return error instanceof errors.RequestError && error.isNoResponders();
  }
}

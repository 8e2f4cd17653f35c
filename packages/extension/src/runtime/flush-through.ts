import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/nats-core';
import { DisconnectedError, SymphonyError } from '@symphony-ts/contract';

/** How long to wait for a connection that broke. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/**
 * Waits until the server has every subscription that was made before. If the connection breaks meanwhile, it waits for the next
 * connection, which makes the subscriptions again. The error names `what`.
 *
 * @throws `DISCONNECTED` when there is no connection in time; `CONNECTION_CLOSED` when it was closed
 */
export async function flushThrough(nc: Pick<NatsConnection, 'flush' | 'isClosed'>, what: string): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; ; await delay(PAUSE_MS)) {
    try {
      return await nc.flush();
    } catch (error) {
      if (nc.isClosed()) throw new SymphonyError('CONNECTION_CLOSED', { what }, { cause: error });
      if (performance.now() > deadline) throw new DisconnectedError({ what, isSent: false }, { cause: error });
    }
  }
}

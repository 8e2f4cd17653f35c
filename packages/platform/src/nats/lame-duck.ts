import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger } from '@symphony-ts/contract';
import { type ReconnectDelay, replaceBehind } from '@symphony-ts/storage/internal';

interface Moving {
  /** Begins anew with each reconnect. */
  readonly delay: ReconnectDelay;
  /** Opens a second connection with the same rights, to any server that takes it. */
  readonly openStandIn: () => Promise<NatsConnection>;
  readonly logger: Logger;
}

/**
 * Follows a connection until it is closed. A server that is about to end says so, and cuts its clients off some seconds later,
 * whatever is on its way. The connection goes to another server before, and a second one hears and sends for it meanwhile. Where no
 * other server can be reached, it stays for as long as the server does.
 */
export async function moveFromLameDuck(nc: NatsConnection, { delay, openStandIn, logger }: Moving): Promise<void> {
  let isMoving = false;
  const move = async (): Promise<void> => {
    if (isMoving) return;
    isMoving = true;
    let standIn: NatsConnection | undefined;
    try {
      standIn = await openStandIn();
      await replaceBehind(nc, standIn);
    } catch (error) {
      logger.debug('no second connection could cover this one', { err: error });
      // The old socket may have stopped listening for its queues.
      if (standIn && !nc.isClosed()) await nc.reconnect();
    } finally {
      isMoving = false;
    }
  };
  for await (const { type } of nc.status()) {
    if (type === 'reconnect') delay.reset();
    if (type !== 'ldm') continue;
    logger.info('the server is going into lame duck mode', { server: nc.getServer() });
    void move();
  }
}

import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger } from '@symphony-ts/contract';
import { type ReconnectDelay, replaceBehind } from '@symphony-ts/storage/internal';

interface Moving {
  /** The pauses between attempts to reconnect. They begin anew with each reconnect. */
  readonly delay: ReconnectDelay;
  /** Opens a second connection with the same rights, to any server that accepts it. */
  readonly openStandIn: () => Promise<NatsConnection>;
  readonly logger: Logger;
}

/**
 * Follows a connection until it is closed. A server that is about to stop announces it, and some seconds later cuts off its
 * clients with all messages on their way. The connection moves to another server before that, and a second connection receives
 * and sends in the meantime. If no other server can be reached, the connection stays until the server stops.
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

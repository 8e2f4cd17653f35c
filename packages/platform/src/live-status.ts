import { toError } from '@symphony-ts/contract';
import type { PlatformCore } from './core.js';
import { StatusBoard } from './status/status-board.js';
import { StatusFeed } from './status/status-feed.js';
import type { StopStack } from './stop-stack.js';

/** The board of live instances: what the buckets hold now, every change from now on, and all again after a reconnect. */
export async function followStatus(core: PlatformCore, stack: StopStack): Promise<StatusBoard> {
  const { hub, links, options } = core;
  const board = new StatusBoard();
  stack.add('status board', () => board.stop());
  const feed = new StatusFeed(hub, board, options.logger);
  stack.add('status feed', () => feed.stop());
  const readAll = async (): Promise<void> => {
    const registered = core.state.registry.entries().map(([prefix]) => prefix);
    await Promise.all(registered.map((prefix) => feed.readInitial(prefix)));
  };
  // What cannot be read now comes with the next heartbeats, so it keeps nobody from starting.
  const read = (): Promise<void> =>
    readAll().catch((error: unknown) => {
      options.logger.warn('not all statuses could be read', { reason: toError(error).message });
    });
  await read();
  links.hub.onReconnect(() => void read());
  return board;
}

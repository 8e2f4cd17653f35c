import type { FloodNotes } from '../floods/flood-control.js';
import type { StopStack } from '../kit/stop-stack.js';
import { StatusBoard } from '../status/status-board.js';
import { StatusFeed } from '../status/status-feed.js';
import { StatusReader } from '../status/status-reader.js';
import type { PlatformCore } from './core.js';

/**
 * The board of live instances: every change from now on, and the contents of the buckets, now and after each reconnect. The
 * buckets belong to the extensions and can have any size, so they are read while the platform already answers.
 */
export function followStatus(core: PlatformCore, floods: FloodNotes, stack: StopStack): StatusBoard {
  const { data, people, links, options, state, serverClock } = core;
  const board = new StatusBoard();
  stack.add('status board', () => board.stop());
  const feed = StatusFeed.start({ hub: data, people, board, floods, serverClock, logger: options.logger });
  stack.add('status feed', () => feed.stop());
  const reader = new StatusReader(feed, board, options.logger);
  stack.add('status reader', () => reader.stop());
  const read = (): void => reader.read(state.registry.entries().map(([prefix]) => prefix));
  read();
  links.data.onReconnect(read);
  state.accounts.onChange((prefix, record) => {
    if (record?.frozen !== undefined) board.clear(prefix);
  });
  return board;
}

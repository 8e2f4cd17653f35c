import type { NatsConnection } from '@nats-io/nats-core';
import { REGISTRY_BROADCAST } from '@symphony-ts/contract';
import type { StatusBoard } from '../status/status-board.js';
import type { Table } from '../table/table.js';
import type { Registration } from './registration.js';

/** What there is to hear about. */
export interface BroadcastParts {
  readonly nc: Pick<NatsConnection, 'publish'>;
  readonly registry: Table<Registration>;
  readonly board: StatusBoard;
}

/**
 * Announces each registration, and each instance that comes, goes or changes its state, to all accounts. The revision lets
 * a listener that asks a replica wait until that one has seen it. Returns what ends it.
 */
export function broadcastRegistry({ nc, registry, board }: BroadcastParts): () => void {
  const announce = (prefix: string): void =>
    nc.publish(REGISTRY_BROADCAST, JSON.stringify({ prefix, revision: registry.revision }));
  const states = new Map<string, string>();
  const stops = [
    registry.onChange(announce),
    board.onChange((prefix) => {
      // A heartbeat that says the same again is no news.
      const state = board
        .instances(prefix)
        .map(({ instanceId, status, version }) => `${instanceId} ${status} ${version}`);
      const text = state.join('\n');
      if (states.get(prefix) === text) return;
      states.set(prefix, text);
      announce(prefix);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

import type { NatsConnection } from '@nats-io/nats-core';
import { REGISTRY_BROADCAST } from '@symphony-ts/contract';
import type { StatusBoard } from '../status/status-board.js';
import type { Table } from '../table/table.js';
import type { Registration } from './registration.js';
import type { ResourcePiece } from './resource-texts.js';

/** The sources of the announcements. */
export interface BroadcastParts {
  readonly nc: Pick<NatsConnection, 'publish'>;
  readonly registry: Table<Registration>;
  readonly board: StatusBoard;
  /** Texts of resources. A replica may receive them after the manifest that names them. */
  readonly resources: Pick<Table<ResourcePiece>, 'onChange'>;
}

/**
 * Announces to all accounts each registration, and each instance that comes, goes or changes its state. With the revision, a
 * listener that asks a replica can wait until that replica has seen the change. Returns the function that stops it.
 */
export function broadcastRegistry({ nc, registry, board, resources }: BroadcastParts): () => void {
  const announce = (prefix: string): void =>
    nc.publish(REGISTRY_BROADCAST, JSON.stringify({ prefix, revision: registry.revision }));
  const states = new Map<string, string>();
  const stops = [
    registry.onChange(announce),
    resources.onChange((key, piece) => {
      const [prefix = '', sha256] = key.split('.');
      const named = registry.get(prefix)?.manifest.features.resources;
      if (piece && named?.some((resource) => resource.sha256 === sha256)) announce(prefix);
    }),
    board.onChange((prefix) => {
      // A heartbeat with the same contents is not announced.
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

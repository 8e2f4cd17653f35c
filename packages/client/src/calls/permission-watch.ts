import type { NatsConnection } from '@nats-io/nats-core';
import type { PermissionError } from '@symphony-ts/contract';
import { readPermissionViolation } from '../nats/nats-failure.js';

type Listener = (error: PermissionError) => void;

/** Tells of permission violations, which the server reports after the call that caused them has returned. */
class PermissionWatch {
  readonly #listeners = new Set<Listener>();

  constructor(nc: NatsConnection) {
    void this.#follow(nc);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends by itself when the connection is closed. */
  async #follow(nc: NatsConnection): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type !== 'error') continue;
      const violation = readPermissionViolation(status.error);
      if (violation) for (const listener of this.#listeners) listener(violation);
    }
  }
}

const watches = new WeakMap<NatsConnection, PermissionWatch>();

/** The watch of a connection: one, however many callers share it. */
export function permissionWatch(nc: NatsConnection): PermissionWatch {
  const known = watches.get(nc);
  if (known) return known;
  const watch = new PermissionWatch(nc);
  watches.set(nc, watch);
  return watch;
}

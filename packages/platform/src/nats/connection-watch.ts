import type { NatsConnection } from '@nats-io/nats-core';

/** Knows whether a connection is up, and tells when it came back. */
export class ConnectionWatch {
  readonly #nc: NatsConnection;
  readonly #listeners = new Set<() => void>();
  #isUp = true;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    void this.#follow();
  }

  get isUp(): boolean {
    return this.#isUp && !this.#nc.isClosed();
  }

  /** Calls `listener` after every reconnect, until the connection is closed. */
  onReconnect(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async #follow(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (type === 'disconnect') this.#isUp = false;
      if (type !== 'reconnect') continue;
      this.#isUp = true;
      for (const listener of this.#listeners) listener();
    }
  }
}

import type { NatsConnection } from '@nats-io/nats-core';
import { linkOf } from '@symphony-ts/storage/internal';
import { ConnectionProbe, type ProbeTimes } from './connection-probe.js';

/** Knows whether a connection is up, and whether it receives messages. Reports when it came back. */
export class ConnectionWatch {
  readonly #nc: NatsConnection;
  readonly #probe: ConnectionProbe;
  readonly #listeners = new Set<() => void>();
  #isUp = true;

  private constructor(nc: NatsConnection, probe: ConnectionProbe) {
    this.#nc = nc;
    this.#probe = probe;
  }

  /** Watches `nc` until it closes. */
  static start(nc: NatsConnection, times?: ProbeTimes): ConnectionWatch {
    const watch = new ConnectionWatch(nc, ConnectionProbe.start(nc, times));
    void watch.#follow();
    return watch;
  }

  get isUp(): boolean {
    return this.#isUp && this.#probe.isHearing && !this.#nc.isClosed();
  }

  /** Calls `listener` after every reconnect, until the connection is closed. */
  onReconnect(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async #follow(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (type === 'disconnect') this.#isUp = linkOf(this.#nc).isCovered;
      if (type !== 'reconnect') continue;
      this.#isUp = true;
      this.#probe.restart();
      for (const listener of this.#listeners) listener();
    }
  }
}

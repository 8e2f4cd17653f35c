import type { Status } from '@nats-io/nats-core';
import { assertKnownOptions, type OptionNames } from '@symphony-ts/contract';
import { Outbox, type Wait, whenUp } from '@symphony-ts/storage/internal';

/** Options of `disconnect`. */
export interface DisconnectOptions {
  /**
   * `true`: what is sent waits for the reconnect, each within its own time, as on a real connection. `false`: it fails at once,
   * as it does after a long outage. Default `true`.
   */
  readonly keeps?: boolean;
}

const disconnectOptionNames = { keeps: true } as const satisfies OptionNames<DisconnectOptions>;

type StatusListener = (status: Status) => void;

const SERVER = 'memory';

/** The link between a fake and the server that it stands for. Tests break it. */
export class MemoryLink {
  readonly #outbox = new Outbox();
  readonly #listeners = new Set<StatusListener>();
  #isUp = true;

  /** Whether something can be sent. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Breaks the link. */
  disconnect(options: DisconnectOptions = {}): void {
    assertKnownOptions('disconnect', options, disconnectOptionNames);
    const { keeps = true } = options;
    this.#outbox.keep(keeps);
    if (!this.#isUp) return;
    this.#isUp = false;
    this.#tell({ type: 'disconnect', server: SERVER });
  }

  /** Restores the link, and sends what was kept. */
  reconnect(): void {
    this.#outbox.keep(true);
    if (this.#isUp) return;
    this.#isUp = true;
    this.#tell({ type: 'reconnect', server: SERVER });
    this.#outbox.flush(() => this.#isUp);
  }

  /** Resolves when the link is up. @throws `DISCONNECTED`, not sent; `ABORTED` */
  async up(wait: Wait): Promise<void> {
    while (!this.#isUp) await whenUp(this.#outbox, wait);
  }

  /** Calls `listener` at each break and each reconnect. Returns the function that ends that. */
  listen(listener: StatusListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(status: Status): void {
    for (const listener of this.#listeners) listener(status);
  }
}

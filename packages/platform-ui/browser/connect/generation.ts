import { headers as createHeaders, type Msg, type NatsConnection } from '@nats-io/nats-core';
import { DisconnectedError } from './disconnected-error.js';

/** Whether a connection is there. */
export type LinkState = 'up' | 'down';

/** How long a connection that was replaced is kept for the calls that are under way on it. */
const RETIRE_MS = 60_000;

/** One NATS connection, with the calls that are under way on it. */
export class Generation {
  readonly nc: NatsConnection;
  readonly #underWay = new Set<() => void>();
  #isUp = true;
  #onIdle: () => void = () => undefined;

  private constructor(nc: NatsConnection) {
    this.nc = nc;
  }

  /** Follows a connection until it closes, and tells `listener` when it broke and when it is back. */
  static follow(nc: NatsConnection, listener: (state: LinkState) => void): Generation {
    const generation = new Generation(nc);
    void generation.#follow(listener);
    return generation;
  }

  /**
   * False from the moment the socket is gone until the server has accepted the next one: nats.js drops what is published
   * meanwhile. It tells of a lost socket some turns later, and knows at once, in a field that its types leave out.
   */
  get canSend(): boolean {
    const { protocol } = this.nc as NatsConnection & { readonly protocol?: { readonly connected?: boolean } };
    return this.nc.isClosed() || (this.#isUp && protocol?.connected !== false);
  }

  /** Rejects with `DisconnectedError`, sent, as soon as the connection breaks: the reply cannot come any more. */
  async request(subject: string, payload: Uint8Array | string, timeoutMs: number): Promise<Msg> {
    const broken = Promise.withResolvers<never>();
    const fail = (): void => broken.reject(new DisconnectedError(subject, true));
    this.#underWay.add(fail);
    const answer = this.nc.request(subject, payload, { timeout: timeoutMs, headers: timeoutHeader(timeoutMs) });
    answer.catch(() => undefined); // nobody waits for it once the connection broke
    try {
      return await Promise.race([answer, broken.promise]);
    } finally {
      this.#underWay.delete(fail);
      if (this.#underWay.size === 0) this.#onIdle();
    }
  }

  /** Closes it once nothing is under way on it any more. */
  retire(): void {
    const close = (): void => void this.nc.close();
    setTimeout(close, RETIRE_MS);
    if (this.#underWay.size === 0) close();
    else this.#onIdle = close;
  }

  async #follow(listener: (state: LinkState) => void): Promise<void> {
    for await (const { type } of this.nc.status()) {
      if (type === 'disconnect') {
        this.#isUp = false;
        for (const fail of this.#underWay) fail();
        listener('down');
      }
      if (type === 'reconnect') {
        this.#isUp = true;
        listener('up');
      }
    }
  }
}

/** Tells the endpoint how long its caller waits. */
function timeoutHeader(timeoutMs: number): ReturnType<typeof createHeaders> {
  const headers = createHeaders();
  headers.set('Symphony-Timeout', String(timeoutMs));
  return headers;
}

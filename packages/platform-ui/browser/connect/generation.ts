import { headers as createHeaders, type Msg, type NatsConnection } from '@nats-io/nats-core';
import { DisconnectedError } from './disconnected-error.js';

/** Whether a connection is up. */
export type LinkState = 'up' | 'down';

/** How long a replaced connection stays open for its unfinished calls. */
const RETIRE_MS = 60_000;

/** One NATS connection, with its unfinished calls. */
export class Generation {
  readonly nc: NatsConnection;
  readonly #underWay = new Set<() => void>();
  #isUp = true;
  #onIdle: () => void = () => undefined;

  private constructor(nc: NatsConnection) {
    this.nc = nc;
  }

  /** Follows a connection until it closes. Calls `listener` when it breaks and when it is back. */
  static follow(nc: NatsConnection, listener: (state: LinkState) => void): Generation {
    const generation = new Generation(nc);
    void generation.#follow(listener);
    return generation;
  }

  /**
   * False from the loss of the socket until the server has accepted the next one, because nats.js drops messages in that
   * time. Its event comes some turns later. A field that its types omit changes at once.
   */
  get canSend(): boolean {
    const { protocol } = this.nc as NatsConnection & { readonly protocol?: { readonly connected?: boolean } };
    return this.nc.isClosed() || (this.#isUp && protocol?.connected !== false);
  }

  /** Rejects with `DisconnectedError` and `isSent` when the connection breaks, because the reply cannot arrive any more. */
  async request(subject: string, payload: Uint8Array | string, timeoutMs: number): Promise<Msg> {
    const broken = Promise.withResolvers<never>();
    const fail = (): void => broken.reject(new DisconnectedError(subject, true));
    this.#underWay.add(fail);
    const answer = this.nc.request(subject, payload, { timeout: timeoutMs, headers: timeoutHeader(timeoutMs) });
    answer.catch(() => undefined); // Nobody awaits this after the connection broke.
    try {
      return await Promise.race([answer, broken.promise]);
    } finally {
      this.#underWay.delete(fail);
      if (this.#underWay.size === 0) this.#onIdle();
    }
  }

  /** Closes the connection when its last call has finished. */
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

/** The header that tells the endpoint how long the caller waits. */
function timeoutHeader(timeoutMs: number): ReturnType<typeof createHeaders> {
  const headers = createHeaders();
  headers.set('Symphony-Timeout', String(timeoutMs));
  return headers;
}

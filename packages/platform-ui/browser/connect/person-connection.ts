import { type Msg, RequestError, type Subscription } from '@nats-io/nats-core';
import type {
  PageConnection,
  PageMessage,
  PageSubscription,
  RequestOptions,
  SubscribeOptions,
} from '@symphony-ts/page';
import { createStore, type Store } from '../data/store.js';
import type { SignedConnection } from './connect-person.js';
import { Generation, type LinkState } from './generation.js';
import { MessageQueue } from './message-queue.js';
import { Outbox } from './outbox.js';

const TIMEOUT_MS = 5_000;
const RETRY_MS = 5_000;
/** How long an event may wait for the connection. */
const EVENT_MS = 60_000;
/** How long extensions may be missing after a reconnect: a restart of the server disconnects them, too. */
const SETTLE_MS = 3_000;
/** The pause before a request without a responder is sent again. */
const AGAIN_MS = 100;

interface Live {
  readonly subject: string;
  readonly deliver: (message: Msg) => void;
  at: Subscription;
}

/**
 * The connection for pages. It stays the same object for the whole session. Before its credentials expire, it connects a
 * successor, moves its subscriptions there, and lets the old connection finish its calls, so that no call is lost. An
 * event that is published at that moment can arrive twice.
 *
 * While the connection is down, requests and events wait, and are sent when it is back. Requests that were sent before it
 * broke reject at once.
 */
export class PersonConnection implements PageConnection {
  readonly state: Store<LinkState> = createStore<LinkState>('up');
  readonly #connect: () => Promise<SignedConnection>;
  readonly #live = new Set<Live>();
  readonly #reconnected = new Set<() => void>();
  readonly #outbox = new Outbox();
  #reconnectedAt = Number.NEGATIVE_INFINITY;
  #current: Generation;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  private constructor(connect: () => Promise<SignedConnection>, first: SignedConnection) {
    this.#connect = connect;
    this.#current = this.#begin(first);
  }

  static async open(connect: () => Promise<SignedConnection>): Promise<PersonConnection> {
    return new PersonConnection(connect, await connect());
  }

  /**
   * Rejects with `DisconnectedError` if the connection breaks before the reply arrives (`isSent`), or is not back in time
   * (not `isSent`).
   */
  request(subject: string, payload?: Uint8Array | string, options: RequestOptions = {}): Promise<PageMessage> {
    const { timeout = TIMEOUT_MS } = options;
    if (!this.#current.canSend || this.#isSettling) return this.#requestWhenUp(subject, payload ?? '', timeout);
    return this.#current.request(subject, payload ?? '', timeout);
  }

  /** Drops an event that cannot be sent within a minute, and reports that on the console. */
  publish(subject: string, payload?: Uint8Array | string): void {
    if (this.#current.canSend) this.#current.nc.publish(subject, payload ?? '');
    else void this.#publishWhenUp(subject, payload ?? '');
  }

  subscribe(subject: string, { callback }: SubscribeOptions = {}): PageSubscription {
    const queue = new MessageQueue<PageMessage>();
    const deliver = callback ? (message: Msg) => callback(null, message) : (message: Msg) => queue.push(message);
    const live: Live = { subject, deliver, at: this.#listen(subject, deliver) };
    this.#live.add(live);
    return {
      unsubscribe: () => {
        this.#live.delete(live);
        live.at.unsubscribe();
        queue.end();
      },
      [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
    };
  }

  /** Resolves when the server has received everything that was sent. */
  flush(): Promise<void> {
    return this.#current.nc.flush();
  }

  /** Calls `listener` after each reconnect. The returned function removes the listener. */
  onReconnect(listener: () => void): () => void {
    this.#reconnected.add(listener);
    return () => this.#reconnected.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#current.nc.close();
  }

  /** Replaces the connection now, as it also happens before its credentials expire. */
  async renew(): Promise<void> {
    const successor = await this.#connect();
    if (this.#isClosed) return void successor.nc.close();
    const last = this.#current;
    this.#current = this.#begin(successor);
    const moved = [...this.#live].map((live) => {
      const before = live.at;
      live.at = this.#listen(live.subject, live.deliver);
      return before;
    });
    // The old connection was down. It will not report that the link is up again.
    if (this.state.get() === 'down') this.#note('up');
    try {
      // The old connection stops listening only when the server has all subscriptions of the successor.
      await successor.nc.flush();
    } finally {
      for (const subscription of moved) subscription.unsubscribe();
      last.retire();
    }
  }

  /** For some time after a reconnect, sends a request without a responder again. That is safe: nobody has handled it. */
  async #requestWhenUp(subject: string, payload: Uint8Array | string, timeout: number): Promise<PageMessage> {
    const endsAt = performance.now() + timeout;
    const leftMs = (): number => Math.max(1, Math.ceil(endsAt - performance.now()));
    for (;;) {
      if (!this.#current.canSend) await this.#outbox.wait({ subject, payload, timeoutMs: leftMs() });
      try {
        return await this.#current.request(subject, payload, leftMs());
      } catch (error) {
        const isUnheard = error instanceof RequestError && error.isNoResponders();
        if (!isUnheard || leftMs() <= AGAIN_MS) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  async #publishWhenUp(subject: string, payload: Uint8Array | string): Promise<void> {
    try {
      await this.#outbox.wait({ subject, payload, timeoutMs: EVENT_MS });
      this.publish(subject, payload);
    } catch (error) {
      console.warn((error as Error).message);
    }
  }

  get #isSettling(): boolean {
    return performance.now() - this.#reconnectedAt < SETTLE_MS;
  }

  #listen(subject: string, deliver: (message: Msg) => void): Subscription {
    const callback = (error: Error | null, message: Msg): void => void (error ?? deliver(message));
    return this.#current.nc.subscribe(subject, { callback });
  }

  #begin({ nc, expires }: SignedConnection): Generation {
    const lifetimeMs = Math.max(expires - Date.now(), 0);
    this.#renewAfter(Math.min(lifetimeMs * 0.75, 2 ** 31 - 1));
    const generation: Generation = Generation.follow(nc, (state) => {
      if (this.#current === generation) this.#note(state);
    });
    return generation;
  }

  #renewAfter(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // Without a successor, the old connection reconnects by itself with a new JWT when its JWT expires.
      this.renew().catch(() => {
        if (!this.#isClosed) this.#renewAfter(RETRY_MS);
      });
    }, delayMs);
  }

  #note(state: LinkState): void {
    this.state.set(state);
    if (state === 'down') return;
    this.#reconnectedAt = performance.now();
    this.#outbox.release();
    for (const listener of this.#reconnected) listener();
  }
}

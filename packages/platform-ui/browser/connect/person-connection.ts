import { headers as createHeaders, type Msg, type NatsConnection, type Subscription } from '@nats-io/nats-core';
import type {
  PageConnection,
  PageMessage,
  PageSubscription,
  RequestOptions,
  SubscribeOptions,
} from '@symphony-ts/page';
import { createStore, type Store } from '../data/store.js';
import type { SignedConnection } from './connect-person.js';
import { MessageQueue } from './message-queue.js';

const TIMEOUT_MS = 5_000;
/** How long a connection that was replaced is kept for the calls that are under way on it. */
const RETIRE_MS = 60_000;
const RETRY_MS = 5_000;

export type LinkState = 'up' | 'down';

interface Live {
  readonly subject: string;
  readonly deliver: (message: Msg) => void;
  at: Subscription;
}

/** One NATS connection, with the calls that are under way on it. */
class Generation {
  readonly nc: NatsConnection;
  #calls = 0;
  #onIdle: () => void = () => undefined;

  constructor(nc: NatsConnection) {
    this.nc = nc;
  }

  async call<T>(work: Promise<T>): Promise<T> {
    this.#calls += 1;
    try {
      return await work;
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) this.#onIdle();
    }
  }

  /** Closes it once nothing is under way on it any more. */
  retire(): void {
    const close = (): void => void this.nc.close();
    setTimeout(close, RETIRE_MS);
    if (this.#calls === 0) close();
    else this.#onIdle = close;
  }
}

/**
 * The connection that pages are given. It stays the same object for the whole session: before its credentials end it
 * connects a successor, moves its subscriptions there, and lets the old connection finish what is under way, so that no call
 * is lost. An event that is published in that moment can arrive twice.
 */
export class PersonConnection implements PageConnection {
  readonly state: Store<LinkState> = createStore<LinkState>('up');
  readonly #connect: () => Promise<SignedConnection>;
  readonly #live = new Set<Live>();
  readonly #reconnected = new Set<() => void>();
  #current: Generation;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  private constructor(connect: () => Promise<SignedConnection>, first: SignedConnection) {
    this.#connect = connect;
    this.#current = new Generation(first.nc);
    this.#watch(first);
  }

  static async open(connect: () => Promise<SignedConnection>): Promise<PersonConnection> {
    return new PersonConnection(connect, await connect());
  }

  request(subject: string, payload?: Uint8Array | string, options: RequestOptions = {}): Promise<PageMessage> {
    const { timeout = TIMEOUT_MS } = options;
    const { nc } = this.#current;
    return this.#current.call(nc.request(subject, payload ?? '', { timeout, headers: timeoutHeader(timeout) }));
  }

  publish(subject: string, payload?: Uint8Array | string): void {
    this.#current.nc.publish(subject, payload ?? '');
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

  /** Resolves once the server has everything that was sent. */
  flush(): Promise<void> {
    return this.#current.nc.flush();
  }

  /** Calls `listener` after the connection was down and is there again; returns what ends it. */
  onReconnect(listener: () => void): () => void {
    this.#reconnected.add(listener);
    return () => this.#reconnected.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#current.nc.close();
  }

  /** Replaces the connection now, as before the end of its credentials. */
  async renew(): Promise<void> {
    const successor = await this.#connect();
    if (this.#isClosed) return void successor.nc.close();
    const last = this.#current;
    this.#current = new Generation(successor.nc);
    const moved = [...this.#live].map((live) => {
      const before = live.at;
      live.at = this.#listen(live.subject, live.deliver);
      return before;
    });
    // Only once the successor hears everything is the old one deaf.
    await successor.nc.flush();
    for (const subscription of moved) subscription.unsubscribe();
    last.retire();
    this.#watch(successor);
  }

  #listen(subject: string, deliver: (message: Msg) => void): Subscription {
    const callback = (error: Error | null, message: Msg): void => void (error ?? deliver(message));
    return this.#current.nc.subscribe(subject, { callback });
  }

  #watch({ nc, expires }: SignedConnection): void {
    clearTimeout(this.#timer);
    const lifetimeMs = Math.max(expires - Date.now(), 0);
    this.#timer = setTimeout(() => this.#renewOrRetry(), Math.min(lifetimeMs * 0.75, 2 ** 31 - 1));
    void this.#follow(nc);
  }

  #renewOrRetry(): void {
    // Without a successor the old connection reconnects by itself when its JWT ends, with another JWT.
    this.renew().catch(() => {
      if (!this.#isClosed) this.#timer = setTimeout(() => this.#renewOrRetry(), RETRY_MS);
    });
  }

  async #follow(nc: NatsConnection): Promise<void> {
    for await (const { type } of nc.status()) {
      if (this.#current.nc !== nc) return;
      if (type === 'disconnect') this.state.set('down');
      if (type === 'reconnect') {
        this.state.set('up');
        for (const listener of this.#reconnected) listener();
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

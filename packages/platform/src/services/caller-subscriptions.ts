import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { callerServices, PEOPLE_CALLER } from '../operator/platform-subjects.js';

/** Replicas share the load. */
const QUEUE = 'symphony';
/**
 * How many requests the server sends before the platform has read half of them. With their headers, this is a tenth of what a
 * server keeps for a connection that reads slowly (64 MiB). Further requests of the caller have no responders.
 */
const WINDOW = 6_000;
/** The same for people and plain clients, who share a subject. */
const WINDOW_OF_PEOPLE = 32_000;
/** How soon the platform listens again to a caller that used up its window. */
const REOPEN_MS = 1_000;

/** The parts that the subscriptions use. */
export interface CallerSubscriptionsParts {
  readonly nc: NatsConnection;
  /** Receives a request. Returns false if its caller exceeds its share. */
  readonly receive: (message: Msg) => boolean;
  /** Called when the server refuses a subscription. */
  readonly refused: (error: Error) => void;
}

/**
 * Keeps one subscription for the requests of each caller. The server ends it after a number of requests. While its caller stays
 * within its share, the platform replaces it before that. So a flood ends at the server, however slowly the platform reads.
 */
export class CallerSubscriptions {
  readonly #parts: CallerSubscriptionsParts;
  /** The callers with a subscription, even while the server has ended it. */
  readonly #callers = new Set<string>();
  readonly #current = new Map<string, Subscription>();
  readonly #all = new Set<Subscription>();
  #isStopped = false;

  constructor(parts: CallerSubscriptionsParts) {
    this.#parts = parts;
  }

  /** Listens to a caller from now on. */
  open(caller: string): void {
    this.#callers.add(caller);
    if (!this.#isStopped && !this.#parts.nc.isClosed() && !this.#current.has(caller)) this.#subscribe(caller);
  }

  /** Stops listening to a caller. */
  close(caller: string): void {
    this.#callers.delete(caller);
    const subscription = this.#current.get(caller);
    this.#current.delete(caller);
    if (subscription?.isClosed() === false) subscription.unsubscribe();
  }

  /** Stops listening to everybody. Resolves when everything has arrived that the server sent before. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#all].map((subscription) => drain(subscription)));
  }

  #subscribe(caller: string): void {
    const { nc, receive, refused } = this.#parts;
    const window = caller === PEOPLE_CALLER ? WINDOW_OF_PEOPLE : WINDOW;
    const subscription: Subscription = nc.subscribe(callerServices(caller), {
      queue: QUEUE,
      max: window,
      callback: (error, message) => {
        if (error) return refused(error);
        const isWelcome = receive(message);
        // One client that is over its share must not keep the others out.
        if (isWelcome || caller === PEOPLE_CALLER) this.#renew(caller, subscription, window);
      },
    });
    this.#current.set(caller, subscription);
    this.#all.add(subscription);
    void subscription.closed.then(() => this.#ended(caller, subscription));
  }

  #renew(caller: string, subscription: Subscription, window: number): void {
    if (subscription.getReceived() < window / 2 || this.#current.get(caller) !== subscription || this.#isStopped)
      return;
    // The new subscription begins before the old one ends. Both are in one queue group, so each request arrives once.
    this.#subscribe(caller);
    void drain(subscription);
  }

  /** Unless the caller has gone in the meantime. */
  #reopen(caller: string): void {
    if (this.#callers.has(caller)) this.open(caller);
  }

  #ended(caller: string, subscription: Subscription): void {
    this.#all.delete(subscription);
    if (this.#current.get(caller) !== subscription) return;
    this.#current.delete(caller);
    setTimeout(() => this.#reopen(caller), REOPEN_MS).unref();
  }
}

/** Without its server, there is no subscription to end and no request to answer. */
const drain = (subscription: Subscription): Promise<void> =>
  subscription.isClosed() ? Promise.resolve() : subscription.drain().catch(() => undefined);

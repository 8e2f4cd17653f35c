import type { NatsConnection, QueuedIterator, Status } from '@nats-io/nats-core';
import { isError, PermissionError } from '@symphony-ts/contract';
import { cutSoon } from './live-pings.js';
import { Outbox } from './outbox.js';
import { Pauses } from './pauses.js';

/** The events of a link. They come in a later turn, after the connection has done its own part. */
export interface LinkListener {
  /** The connection broke. Replies to earlier requests will not come. */
  onDown?(): void;
  /** The server refused a publish or a subscription. */
  onRefused?(error: PermissionError): void;
  /** The connection is closed permanently. */
  onClosed?(): void;
}

/**
 * How long others may take to come back after us. An instance looks for its server after a tenth of a second, and then less and
 * less often.
 */
const SETTLE_MS = 3_000;

/** Whether a connection can send at this moment, and the listeners for changes of that. */
export class Link {
  readonly nc: NatsConnection;
  /** Messages that wait until the connection can send. */
  readonly outbox = new Outbox();
  /** The times in which requests wait on a link that is up. */
  readonly pauses = new Pauses(() => this.#flush());
  readonly #listeners = new Set<LinkListener>();
  #isUp: boolean;
  #covers = 0;
  #reconnects = 0;
  #reconnectedAt = Number.NEGATIVE_INFINITY;

  private constructor(nc: NatsConnection) {
    this.nc = nc;
    this.#isUp = hasSocket(nc);
  }

  /** Follows the events of `nc` until it closes. */
  static follow(nc: NatsConnection): Link {
    const link = new Link(nc);
    void link.#follow();
    return link;
  }

  /** False from the loss of the socket until the server has accepted the next one, unless another connection covers it. */
  get canSend(): boolean {
    return this.#covers > 0 || (this.#isUp && hasSocket(this.nc));
  }

  /** Whether a new request should wait for the end of a pause. When many wait already, it does not, because it would fail. */
  isOnHold(subject: string, timeoutMs: number): boolean {
    return this.pauses.hold(subject, timeoutMs) && this.outbox.hasRoom;
  }

  /** True while another connection sends and receives for this one. */
  get isCovered(): boolean {
    return this.#covers > 0;
  }

  /** True for three seconds after a reconnect, because others who lost the same server may not be back yet. */
  get isSettling(): boolean {
    return performance.now() - this.#reconnectedAt < SETTLE_MS;
  }

  /** How often the connection came back. */
  get reconnects(): number {
    return this.#reconnects;
  }

  listen(listener: LinkListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Notes that another connection sends and receives for this one. So running calls continue when the socket is closed. The
   * returned function ends that.
   */
  cover(): () => void {
    this.#covers += 1;
    let isCovered = true;
    return () => {
      if (!isCovered) return;
      isCovered = false;
      this.#covers -= 1;
      if (this.#covers === 0 && !hasSocket(this.nc)) this.#tellDown();
    };
  }

  #tellDown(): void {
    for (const listener of this.#listeners) listener.onDown?.();
  }

  /** Subscriptions are in place before nats.js tells of a reconnect, so replies to all of it can come. */
  #flush(): void {
    this.outbox.flush(
      () => this.canSend,
      (subject, leftMs) => this.pauses.hold(subject, leftMs),
    );
  }

  async #follow(): Promise<void> {
    const events = this.nc.status() as QueuedIterator<Status>;
    for await (const status of events) this.#note(status);
    this.#isUp = false;
    this.outbox.close();
    this.pauses.endAll();
    for (const listener of this.#listeners) listener.onClosed?.();
  }

  #note(status: Status): void {
    switch (status.type) {
      case 'disconnect':
        this.#isUp = false;
        if (this.#covers === 0) this.#tellDown();
        return;
      case 'reconnect':
        this.#isUp = true;
        // A planned reconnect does not disconnect the others.
        if (this.#covers === 0) this.#reconnectedAt = performance.now();
        this.#reconnects++;
        return this.#flush();
      case 'error': {
        const violation = readPermissionViolation(status.error);
        if (violation) for (const listener of this.#listeners) listener.onRefused?.(violation);
        return;
      }
      case 'staleConnection':
        return cutSoon(this.nc);
      case 'close':
      case 'forceReconnect':
      case 'ldm':
      case 'ping':
      case 'reconnecting':
      case 'slowConsumer':
      case 'update':
        return;
    }
  }
}

const links = new WeakMap<NatsConnection, Link>();

/** The link of a connection. All callers of the connection share it. */
export function linkOf(nc: NatsConnection): Link {
  const known = links.get(nc);
  if (known) return known;
  const link = Link.follow(nc);
  links.set(nc, link);
  return link;
}

/**
 * nats.js reports a lost socket some turns later, and silently drops messages that are published in between. It knows at once,
 * in a field that its types do not have. A connection without that field counts as up.
 */
const hasSocket = (nc: NatsConnection): boolean =>
  (nc as NatsConnection & { readonly protocol?: { readonly connected?: boolean } }).protocol?.connected !== false;

/** True while nothing can be sent. Unlike the events of a connection, it is never late. */
export const isDown = (nc: NatsConnection): boolean => !hasSocket(nc) && !linkOf(nc).isCovered;

/**
 * The violation inside an error of nats.js, or `undefined` for another error. It is recognized by name, because there may be
 * two copies of the library.
 */
export function readPermissionViolation(error: unknown): PermissionError | undefined {
  for (let current = error; isError(current); current = current.cause) {
    if (current.name !== 'PermissionViolationError') continue;
    const { operation, subject } = current as Error & { operation?: unknown; subject?: unknown };
    return new PermissionError(
      { operation: operation === 'subscription' ? 'subscribe' : 'publish', subject: String(subject) },
      { cause: current },
    );
  }
  return undefined;
}

import type { NatsConnection, QueuedIterator, Status } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** A request that a {@link Link} sends. */
export interface LinkRequest<T> {
  /** What it is, for errors: its subject. */
  readonly what: string;
  /** In milliseconds, for all of it: the wait for the connection too. */
  readonly timeoutMs: number;
  /** True if it may be sent again after a connection broke: it changes nothing. */
  readonly isRepeatable: boolean;
  /** Sends it, with the time that is left. */
  send(timeoutMs: number): Promise<T>;
}

/** One who wants to know when the connection breaks, comes back or closes. */
type Watcher = (event: 'down' | 'up' | 'closed') => void;

/**
 * Sends requests over a connection that may break. nats.js drops what is requested while the connection is down, and lets what
 * is under way when it breaks run into its timeout. A link keeps the first until the connection is back, and ends or repeats the
 * second at once.
 */
class Link {
  readonly #nc: NatsConnection;
  readonly #watchers = new Set<Watcher>();

  private constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** Follows the events of `nc` until it closes. */
  static follow(nc: NatsConnection): Link {
    const link = new Link(nc);
    void link.#follow();
    return link;
  }

  /**
   * Sends a request as soon as the connection can, and again if it broke and the request may be repeated.
   * @throws `DISCONNECTED` when the connection is not back in time, or broke while a request that changes something waited for
   * its answer; what `send` throws
   */
  async request<T>(request: LinkRequest<T>): Promise<T> {
    const endsAt = performance.now() + request.timeoutMs;
    for (;;) {
      if (!this.#canSend) await this.#untilUp(request.what, endsAt - performance.now());
      const leftMs = Math.max(1, endsAt - performance.now());
      const outcome = await this.#unlessBroken(request.send(leftMs));
      if (outcome !== broken) return outcome;
      if (!request.isRepeatable) {
        const reason = 'the connection was lost before the answer came; the server may have done it';
        throw new JetStreamManagerError('DISCONNECTED', `${request.what}: ${reason}`, { details: { isSent: true } });
      }
    }
  }

  /** nats.js knows at once that the socket is gone, in a field that its types leave out, and tells some turns later. */
  get #canSend(): boolean {
    const { protocol } = this.#nc as NatsConnection & { readonly protocol?: { readonly connected?: boolean } };
    return this.#nc.isClosed() || protocol?.connected !== false;
  }

  #untilUp(what: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        end();
        const text = `${what}: there was no connection to the server for ${Math.round(timeoutMs)} ms; it was not sent`;
        reject(new JetStreamManagerError('DISCONNECTED', text, { details: { isSent: false } }));
      };
      const timer = setTimeout(fail, timeoutMs);
      const stop = this.#watch((event) => {
        if (event === 'down') return;
        if (event === 'closed') return fail();
        end();
        resolve();
      });
      const end = () => {
        clearTimeout(timer);
        stop();
      };
    });
  }

  /** The answer, or {@link broken} as soon as the connection is. */
  async #unlessBroken<T>(answer: Promise<T>): Promise<T | typeof broken> {
    let stop: (() => void) | undefined;
    const breaks = new Promise<typeof broken>((resolve) => {
      stop = this.#watch((event) => event !== 'up' && resolve(broken));
    });
    // Nobody waits for the answer of a request whose connection broke.
    answer.catch(() => undefined);
    try {
      return await Promise.race([answer, breaks]);
    } finally {
      stop?.();
    }
  }

  #watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async #follow(): Promise<void> {
    const events = this.#nc.status() as QueuedIterator<Status>;
    for await (const { type } of events) {
      if (type === 'disconnect') this.#tell('down');
      if (type === 'reconnect') this.#tell('up');
    }
    this.#tell('closed');
  }

  #tell(event: Parameters<Watcher>[0]): void {
    for (const watcher of this.#watchers) watcher(event);
  }
}

const broken = Symbol('the connection broke');

const links = new WeakMap<NatsConnection, Link>();

/** The link of a connection: one, however many managers share it. */
export function linkOf(nc: NatsConnection): Link {
  const link = links.get(nc) ?? Link.follow(nc);
  links.set(nc, link);
  return link;
}

import type { NatsConnection, QueuedIterator, Status } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** A request that a {@link Link} sends. */
export interface LinkRequest<T> {
  /** The subject of the request, for errors. */
  readonly what: string;
  /** Timeout in milliseconds. It includes the wait for the connection. */
  readonly timeoutMs: number;
  /** Whether the request may be sent again after the connection broke, because it changes nothing. */
  readonly isRepeatable: boolean;
  /** Sends the request with the remaining time. */
  send(timeoutMs: number): Promise<T>;
}

/** A listener for a connection that breaks, returns or closes. */
type Watcher = (event: 'down' | 'up' | 'closed') => void;

/**
 * Sends requests over a connection that may break. nats.js drops a request that is made while the connection is down. A
 * request that waits for its answer when the connection breaks runs into its timeout. A link keeps the first kind until
 * the connection is back. It ends or repeats the second kind at once.
 */
class Link {
  readonly #nc: NatsConnection;
  readonly #watchers = new Set<Watcher>();

  private constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** Creates a link that follows the events of `nc` until it closes. */
  static follow(nc: NatsConnection): Link {
    const link = new Link(nc);
    void link.#follow();
    return link;
  }

  /**
   * Sends a request when the connection is up. If the connection breaks, a repeatable request is sent again.
   * @throws `DISCONNECTED` when the connection is not back in time, or broke during a request that changes something
   */
  async request<T>(request: LinkRequest<T>): Promise<T> {
    const endsAt = performance.now() + request.timeoutMs;
    for (;;) {
      if (!this.#canSend) await this.#untilUp(request.what, endsAt - performance.now());
      const leftMs = Math.max(1, endsAt - performance.now());
      const outcome = await this.#unlessBroken(request.send(leftMs));
      if (outcome !== broken) return outcome;
      if (!request.isRepeatable) {
        const reason = 'the connection was lost before the answer arrived; the server may have done the work';
        throw new JetStreamManagerError('DISCONNECTED', `${request.what}: ${reason}`, { details: { isSent: true } });
      }
    }
  }

  /**
   * nats.js knows at once that the socket is gone. Its types omit that field, and its event comes a few turns later.
   */
  get #canSend(): boolean {
    const { protocol } = this.#nc as NatsConnection & { readonly protocol?: { readonly connected?: boolean } };
    return this.#nc.isClosed() || protocol?.connected !== false;
  }

  #untilUp(what: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        end();
        const text = `${what}: there was no connection to the server for ${Math.round(timeoutMs)} ms; the request was not sent`;
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

  /** The answer, or {@link broken} when the connection breaks first. */
  async #unlessBroken<T>(answer: Promise<T>): Promise<T | typeof broken> {
    let stop: (() => void) | undefined;
    const breaks = new Promise<typeof broken>((resolve) => {
      stop = this.#watch((event) => event !== 'up' && resolve(broken));
    });
    // Nothing awaits the answer of a request whose connection broke.
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

/** The link of a connection. All managers of a connection share it. */
export function linkOf(nc: NatsConnection): Link {
  const link = links.get(nc) ?? Link.follow(nc);
  links.set(nc, link);
  return link;
}

import { createInbox, type Msg, type NatsConnection } from '@nats-io/nats-core';

interface Waiting {
  readonly resolve: (reply: Msg) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: number;
}

/** The minimum for many requests over one inbox: a map, a promise for each, and one timer for all deadlines. */
export class BareMultiplexer {
  readonly #nc: NatsConnection;
  readonly #inbox = `${createInbox()}.`;
  readonly #waiting = new Map<string, Waiting>();
  #asked = 0;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    nc.subscribe(`${this.#inbox}*`, { callback: (_error, reply) => this.#receive(reply) });
    setInterval(() => this.#sweep(), 20).unref();
  }

  request(subject: string, payload: string, timeoutMs = 5_000): Promise<Msg> {
    return new Promise((resolve, reject) => {
      const token = String((this.#asked += 1));
      this.#waiting.set(token, { resolve, reject, deadline: performance.now() + timeoutMs });
      this.#nc.publish(subject, payload, { reply: this.#inbox + token });
    });
  }

  #receive(reply: Msg): void {
    const token = reply.subject.slice(this.#inbox.length);
    const waiting = this.#waiting.get(token);
    this.#waiting.delete(token);
    waiting?.resolve(reply);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [token, { deadline, reject }] of this.#waiting) {
      if (deadline > now) continue;
      this.#waiting.delete(token);
      reject(new Error('timeout'));
    }
  }
}

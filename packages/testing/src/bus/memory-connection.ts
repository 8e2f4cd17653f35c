import {
  createInbox,
  errors,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  headers as natsHeaders,
  type Payload,
  type PublishOptions,
  type RequestOptions,
  type ServerInfo,
  type Status,
  type Subscription,
  type SubscriptionOptions,
} from '@nats-io/nats-core';
import { withoutUndefined } from '@symphony-ts/contract';
import { isAnnouncement } from '@symphony-ts/storage/internal';
import { MAX_PAYLOAD } from '../fakes/max-payload.js';
import { MemoryLink } from '../fakes/memory-link.js';
import { type Deliver, type MemoryBus, type Published, payloadBytes } from './memory-bus.js';

export interface MemoryConnectionOptions {
  readonly bus: MemoryBus;
  /** Called with each published message and request before it is sent. It throws to refuse one. Replies do not pass here. */
  readonly onPublish?: (message: Published) => void;
  /** Runs the receivers of messages. */
  readonly within?: ((run: () => unknown) => unknown) | undefined;
  /** The link to the bus. Default: one that never breaks. */
  readonly link?: MemoryLink;
}

interface MemorySubscription {
  /** Receives messages again, after the link was down. */
  readonly hear: () => void;
  /** Receives no messages while the link is down. */
  readonly miss: () => void;
  readonly end: () => void;
}

const DEFAULT_TIMEOUT_MS = 1000;

/** One participant on the bus. It has the part of a NATS connection that the SDK uses; anything else throws. */
class MemoryConnection {
  /** The server information that the SDK reads. */
  readonly info: Pick<ServerInfo, 'max_payload'> = { max_payload: MAX_PAYLOAD };
  readonly #bus: MemoryBus;
  readonly #onPublish: (message: Published) => void;
  readonly #within: (run: () => unknown) => unknown;
  readonly #link: MemoryLink;
  readonly #subscriptions = new Set<MemorySubscription>();
  readonly #closed: Promise<void>;
  #resolveClosed: () => void = () => undefined;
  #isClosed = false;

  constructor({ bus, onPublish, within = (run) => run(), link = new MemoryLink() }: MemoryConnectionOptions) {
    this.#bus = bus;
    this.#within = within;
    this.#link = link;
    link.listen(({ type }) => {
      for (const subscription of this.#subscriptions) {
        if (type === 'reconnect') subscription.hear();
        else subscription.miss();
      }
    });
    this.#onPublish = onPublish ?? (() => undefined);
    this.#closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  subscribe(subject: string, { queue, callback }: SubscriptionOptions = {}): Subscription {
    if (!callback) throw new Error('the memory connection takes subscriptions with a callback only');
    let resolveEnd: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      resolveEnd = resolve;
    });
    const deliver: Deliver = (error, message) => {
      const canSend = (): boolean => this.#link.isUp;
      if (canSend()) void this.#within(() => callback(error, message.for(canSend)));
    };
    const listen = (): (() => void) => this.#bus.listen(subject, queue || undefined, deliver);
    let leave = this.#link.isUp ? listen() : undefined;
    const miss = (): void => {
      leave?.();
      leave = undefined;
    };
    const heard: MemorySubscription = {
      hear: () => {
        leave ??= listen();
      },
      miss,
      end: () => {
        miss();
        this.#subscriptions.delete(heard);
        resolveEnd();
      },
    };
    this.#subscriptions.add(heard);
    const { end } = heard;
    const subscription = {
      closed,
      unsubscribe: end,
      drain: () => {
        end();
        return Promise.resolve();
      },
      getSubject: () => subject,
      isClosed: () => false,
    };
    // The SDK and the micro library use these members of a callback subscription, and no others.
    return subscription as Partial<Subscription> as Subscription;
  }

  publish(subject: string, payload?: Payload, options: PublishOptions = {}): void {
    this.#assertSendable(subject);
    const message = sent(subject, payload, options);
    this.#onPublish(message);
    // As in nats.js, a message that is published without a server is lost.
    if (!this.#link.isUp) return;
    const isHeard = this.#bus.send(message) > 0;
    if (message.reply && !isHeard) this.#bus.send(noResponders(message.reply));
  }

  request(subject: string, payload?: Payload, options: Partial<RequestOptions> = {}): Promise<Msg> {
    this.#assertSendable(subject);
    const reply = createInbox();
    const message = { ...sent(subject, payload, options), reply };
    this.#onPublish(message);
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        leave();
        settle();
      };
      const leave = this.#bus.listen(reply, undefined, (_error, answer) => finish(() => resolve(answer)));
      const timer = setTimeout(
        () => finish(() => reject(new errors.TimeoutError())),
        options.timeout ?? DEFAULT_TIMEOUT_MS,
      );
      if (this.#bus.send(message) === 0) finish(() => reject(new errors.NoRespondersError(subject)));
    });
  }

  flush(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** The only thing that the SDK reads of the link: whether there is one at this moment. */
  get protocol(): { readonly connected: boolean } {
    return { connected: this.#link.isUp };
  }

  async *status(): AsyncIterable<Status> {
    const statuses: Status[] = [];
    let wake = (): void => undefined;
    const stopListening = this.#link.listen((status) => {
      statuses.push(status);
      wake();
    });
    try {
      while (!this.#isClosed) {
        for (let status = statuses.shift(); status; status = statuses.shift()) yield status;
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (statuses.length === 0) await Promise.race([woken, this.#closed]);
      }
    } finally {
      stopListening();
    }
  }

  closed(): Promise<void> {
    return this.#closed;
  }

  isClosed(): boolean {
    return this.#isClosed;
  }

  isDraining(): boolean {
    return false;
  }

  drain(): Promise<void> {
    return this.close();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const { end } of this.#subscriptions) end();
    this.#resolveClosed();
    return Promise.resolve();
  }

  /** Throws the same errors as nats.js. */
  #assertSendable(subject: string): void {
    if (this.#isClosed) throw new errors.ClosedConnectionError();
    if (subject === '' || /\s/.test(subject)) throw new errors.InvalidSubjectError(subject);
  }
}

/** A server's answer to a request without a listener. */
const noResponders = (reply: string): Published => ({
  subject: reply,
  data: new Uint8Array(),
  headers: natsHeaders(503, 'No Responders'),
});

const sent = (
  subject: string,
  payload: Payload | undefined,
  options: { headers?: MsgHdrs; reply?: string },
): Published => ({
  subject,
  data: payloadBytes(payload),
  headers: options.headers,
  // An announcement asks the server whether anybody is subscribed. Here, the answer is yes: the test sees what is published.
  ...withoutUndefined({ reply: isAnnouncement(options.reply ?? '') ? undefined : options.reply }),
});

/** A connection to `bus`, for code that expects a connection of nats.js. */
export const createMemoryConnection = (options: MemoryConnectionOptions): NatsConnection =>
  // Only the members that the SDK uses exist. For others, the error recommends a real server.
  new MemoryConnection(options) as object as NatsConnection;

import { setTimeout as delay } from 'node:timers/promises';
import type {
  ConnectionOptions,
  Msg,
  NatsConnection,
  PublishOptions,
  QueuedIterator,
  Status,
} from '@nats-io/nats-core';
import { withoutUndefined } from '@symphony-ts/contract';
import { linkOf } from '../requests/link.js';
import { FirstCome, type Side } from './first-come.js';

/** Options of a temporary connection: it ends when it is cut, and does not wait long. */
export const standInOptions = { reconnect: false, timeout: 5_000 } as const satisfies ConnectionOptions;

/** How long the own socket may take to deliver what the stand-in has delivered already. In milliseconds. */
const LAST_COPIES_MS = 5_000;

type Deliver = (error: Error | null, message: Msg) => unknown;

/** A subscription of nats.js, with the fields that its types leave out. */
interface Heard {
  readonly subject: string;
  readonly queue?: string;
  readonly sid: number;
  readonly max?: number;
  received: number;
  callback: Deliver;
  isClosed(): boolean;
  unsubscribe(): void;
}

/** A promise of nats.js, with the functions that settle it. */
interface Pong extends Promise<void> {
  resolve(): void;
  reject(error: unknown): void;
}

type Payload = Uint8Array | string;

/** The part of nats.js that all messages of a connection pass. Every connection has it, but its type does not. */
interface Protocol {
  publish: (subject: string, payload?: Payload, options?: PublishOptions) => void;
  subscribe: (subscription: Heard) => unknown;
  flush: (pong?: Pong) => Promise<void>;
  sendCommand(command: string): void;
  readonly subscriptions: { all(): Heard[] };
}

const protocolOf = (nc: NatsConnection): Protocol => (nc as NatsConnection & { readonly protocol: Protocol }).protocol;

/**
 * Replaces the socket of `nc` without losing a message. `standIn`, a second connection with the same rights, receives and sends
 * for it in the meantime. It is subscribed before the old socket is closed, and closed when the new one is subscribed.
 *
 * Closes `standIn`. Rejects if the stand-in is lost on the way; then the old socket no longer receives for its queues.
 */
export async function replaceBehind(nc: NatsConnection, standIn: NatsConnection): Promise<void> {
  const cover = new Cover(nc, standIn);
  const lost = standIn.closed().then(() => Promise.reject(new Error('the stand-in lost its connection')));
  lost.catch(() => undefined); // it always closes in the end; only before that does it count
  try {
    await Promise.race([lost, cover.begin()]);
    await Promise.race([lost, reconnect(nc, () => cover.noteGone())]);
    await Promise.race([lost, cover.giveBack()]);
  } finally {
    cover.release();
    await standIn.drain().catch(() => standIn.close());
    await cover.end();
  }
}

/** Closes the socket, calls `onGone` when it is gone, and resolves when the next one is connected. */
async function reconnect(nc: NatsConnection, onGone: () => void): Promise<void> {
  const events = nc.status() as QueuedIterator<Status>;
  // It resolves at once, before the result is known.
  void nc.reconnect();
  for await (const { type } of events) {
    if (type === 'disconnect') onGone();
    if (type !== 'reconnect') continue;
    events.stop();
    return;
  }
  throw new Error('the connection is closed');
}

class Cover {
  readonly #nc: NatsConnection;
  readonly #standIn: NatsConnection;
  readonly #own: Protocol;
  readonly #sent: Pick<Protocol, 'publish' | 'subscribe' | 'flush'>;
  readonly #firstCome = new FirstCome();
  /** Messages of a side that has to wait until the other side has delivered older ones. */
  readonly #held: Record<Side, (() => void)[] | undefined> = { own: undefined, 'stand-in': undefined };
  readonly #restore: (() => void)[] = [];
  #uncover: () => void = () => undefined;

  constructor(nc: NatsConnection, standIn: NatsConnection) {
    this.#nc = nc;
    this.#standIn = standIn;
    this.#own = protocolOf(nc);
    const { publish, subscribe, flush } = this.#own;
    this.#sent = { publish, subscribe, flush };
  }

  /** The stand-in receives first, and then sends. After that, everything that the old socket had to deliver has arrived. */
  async begin(): Promise<void> {
    this.#held['stand-in'] = [];
    for (const subscription of this.#own.subscriptions.all()) this.#mirror(subscription);
    this.#own.subscribe = (subscription) => {
      const made: unknown = this.#sent.subscribe.call(this.#own, subscription);
      this.#mirror(subscription);
      return made;
    };
    await this.#standIn.flush();
    await this.#flushOwn();
    this.#letGo('stand-in');
    await this.#standIn.flush();
    this.#firstCome.settle();
    for (const { queue, sid } of this.#own.subscriptions.all()) {
      // Otherwise the server could still choose the old socket for a message just before it is gone.
      if (queue) this.#own.sendCommand(`UNSUB ${sid}\r\n`);
    }
    this.#uncover = linkOf(this.#nc).cover();
    await this.#route(this.#standIn, this.#flushOwn());
  }

  /** The new socket is connected: it receives already, and sends again. */
  async giveBack(): Promise<void> {
    await this.#flushOwn();
    await this.#standIn.flush();
    this.#letGo('own');
    await this.#flushOwn();
    this.#firstCome.settle();
    await this.#route(undefined, this.#standIn.flush());
  }

  /** Called when the old socket is gone. */
  noteGone(): void {
    this.#firstCome.ownIsGone();
    this.#held.own = [];
  }

  /** The connection sends for itself again, even if its replacement failed. */
  release(): void {
    this.#own.publish = this.#sent.publish;
    this.#own.flush = this.#sent.flush;
    this.#own.subscribe = this.#sent.subscribe;
    this.#letGo('stand-in');
    this.#letGo('own');
    this.#uncover();
  }

  /** The stand-in stops receiving. Copies of its last messages are still on their way to the own socket, and arrive first. */
  async end(): Promise<void> {
    const timer = new AbortController();
    // A link that has broken again brings no copies, and answers late.
    const wait = delay(LAST_COPIES_MS, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
    await Promise.race([this.#flushOwn(), wait]).catch(() => undefined);
    timer.abort();
    for (const restore of this.#restore) restore();
  }

  #flushOwn(): Promise<void> {
    return this.#sent.flush.call(this.#own);
  }

  /** From now on, messages go to `target`, after `before`. So a process's messages keep their order. */
  async #route(target: NatsConnection | undefined, before: Promise<void>): Promise<void> {
    const to = target
      ? protocolOf(target)
      : { publish: this.#sent.publish.bind(this.#own), flush: () => this.#flushOwn() };
    const waiting: (() => void)[] = [];
    this.#own.publish = (...message) => void waiting.push(() => to.publish(...message));
    this.#own.flush = (pong) =>
      settle(
        pong,
        before.then(() => to.flush()),
      );
    try {
      await before;
    } finally {
      this.#own.publish = (...message) => to.publish(...message);
      this.#own.flush = (pong) => settle(pong, to.flush());
      for (const send of waiting) send();
    }
  }

  #mirror(subscription: Heard): void {
    const { subject, queue } = subscription;
    const deliver = subscription.callback;
    const hear = (side: Side, message: Msg): void => {
      const pass = (): void => {
        // Only one member of a queue receives each message.
        if (!queue && !this.#firstCome.isFirst(side, message)) return;
        deliver.call(subscription, null, message);
      };
      const held = this.#held[side];
      if (held) held.push(pass);
      else pass();
    };
    subscription.callback = (error, message) =>
      error ? deliver.call(subscription, error, message) : hear('own', message);
    this.#restore.push(() => {
      subscription.callback = deliver;
    });
    const mirrored = this.#standIn.subscribe(subject, {
      ...withoutUndefined({ queue }),
      callback: (error, message) => {
        if (error) return; // a refusal: the connection learns of it on its own
        if (subscription.isClosed()) return mirrored.unsubscribe();
        hear('stand-in', this.#asOwn(message));
        this.#count(subscription);
      },
    });
  }

  /** Its replies go through the connection, which may outlive the stand-in. */
  #asOwn(message: Msg): Msg {
    return Object.assign(message, { publisher: this.#own });
  }

  #count(subscription: Heard): void {
    subscription.received += 1;
    if (subscription.max !== undefined && subscription.received >= subscription.max) subscription.unsubscribe();
  }

  /** Both sides receive, and the messages that only the other side had received are delivered. */
  #letGo(side: Side): void {
    this.#firstCome.bothHear();
    const held = this.#held[side] ?? [];
    this.#held[side] = undefined;
    for (const pass of held) pass();
  }
}

function settle(pong: Pong | undefined, work: Promise<void>): Promise<void> {
  if (!pong) return work;
  work.then(
    () => pong.resolve(),
    (error: unknown) => pong.reject(error),
  );
  return pong;
}

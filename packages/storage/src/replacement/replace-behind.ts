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

/** What differs for a connection that stands in for another one for a moment: it ends where it is cut, and does not wait long. */
export const standInOptions = { reconnect: false, timeout: 5_000 } as const satisfies ConnectionOptions;

/** How long the own socket may take to bring what the stand-in has delivered already. In milliseconds. */
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

/** What a promise of nats.js is settled by. */
interface Pong extends Promise<void> {
  resolve(): void;
  reject(error: unknown): void;
}

type Payload = Uint8Array | string;

/** The part of nats.js that all messages of a connection take; on every connection, but not in its type. */
interface Protocol {
  publish: (subject: string, payload?: Payload, options?: PublishOptions) => void;
  subscribe: (subscription: Heard) => unknown;
  flush: (pong?: Pong) => Promise<void>;
  sendCommand(command: string): void;
  readonly subscriptions: { all(): Heard[] };
}

const protocolOf = (nc: NatsConnection): Protocol => (nc as NatsConnection & { readonly protocol: Protocol }).protocol;

/**
 * Replaces the socket of `nc` so that nothing is lost and nobody notices: `standIn`, a second connection with the same rights,
 * hears and sends for it meanwhile. It is subscribed before the old socket goes, and goes when the new one is subscribed.
 *
 * Closes `standIn`. Rejects if the stand-in is lost on the way; the old socket then no longer hears for its queues.
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

/** Drops the socket, calls `onGone` when it is gone, and resolves when the next one is there. */
async function reconnect(nc: NatsConnection, onGone: () => void): Promise<void> {
  const events = nc.status() as QueuedIterator<Status>;
  // It resolves at once, whatever becomes of it.
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
  /** Messages of a side that has to wait until the other has delivered what is older. */
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

  /** The stand-in hears, then sends; after that all that the old socket had to bring has arrived. */
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
      // Else the server could still choose the old socket for a message, just before it is gone.
      if (queue) this.#own.sendCommand(`UNSUB ${sid}\r\n`);
    }
    this.#uncover = linkOf(this.#nc).cover();
    await this.#route(this.#standIn, this.#flushOwn());
  }

  /** The new socket is there: it hears already, and sends again. */
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

  /** The connection sends for itself again, whatever has become of it. */
  release(): void {
    this.#own.publish = this.#sent.publish;
    this.#own.flush = this.#sent.flush;
    this.#own.subscribe = this.#sent.subscribe;
    this.#letGo('stand-in');
    this.#letGo('own');
    this.#uncover();
  }

  /** The stand-in hears no more. Copies of what it delivered last are still on their way to the own socket: they arrive first. */
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

  /** What is sent from now on goes to `target`, after `before`: the order of what a process sends is kept. */
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
        // Of a queue only one hears each message.
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
        if (error) return; // a refusal: the connection hears of it by itself
        if (subscription.isClosed()) return mirrored.unsubscribe();
        hear('stand-in', this.#asOwn(message));
        this.#count(subscription);
      },
    });
  }

  /** Its replies go the way of the connection, which may outlive the stand-in. */
  #asOwn(message: Msg): Msg {
    return Object.assign(message, { publisher: this.#own });
  }

  #count(subscription: Heard): void {
    subscription.received += 1;
    if (subscription.max !== undefined && subscription.received >= subscription.max) subscription.unsubscribe();
  }

  /** Both hear, and what the other side has heard meanwhile has been delivered. */
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

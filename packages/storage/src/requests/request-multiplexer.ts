import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import {
  DisconnectedError,
  NoRespondersError,
  type PermissionError,
  SymphonyError,
  TimeoutError,
} from '@symphony-ts/contract';
import { DeadlineSweep } from './deadline-sweep.js';
import { type Link, linkOf } from './link.js';
import { type Ask, abortion, PendingRequest } from './pending-request.js';
import { sendFailure } from './send-failure.js';
import { SharedWrite } from './shared-write.js';
import { Slots } from './slots.js';

/** The pause before a request without a responder is sent again. */
const AGAIN_MS = 100;

/** An event, which nobody answers. */
export interface Event {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
}

/**
 * All requests of one connection, over one inbox. A request costs a slot and a promise, and there is one timer for all
 * deadlines. `nc.request` makes an error with a stack, a timer, three promises and a race for each.
 *
 * While the connection is down, requests wait, and are sent when it is back, within their own time. Running requests end at
 * once when it breaks, because their replies cannot come any more.
 */
export class RequestMultiplexer {
  readonly #link: Link;
  readonly #inbox: string;
  readonly #pending = new Slots<PendingRequest>();
  /** What to do if nobody is subscribed to an event, by the last token of its reply subject. */
  readonly #unheard = new Map<string, () => void>();
  readonly #sweep = new DeadlineSweep((now) => this.#expire(now));
  readonly #sharedWrite = new SharedWrite<PendingRequest>((pending) => this.#sendOrHold(pending));
  #isListening = false;
  #made = 0;
  #isClosed = false;

  private constructor(link: Link) {
    this.#link = link;
    this.#inbox = `${createInbox(inboxPrefixOf(link.nc))}.`;
  }

  /** Sends over `link`, and follows it until its connection closes. */
  static on(link: Link): RequestMultiplexer {
    const multiplexer = new RequestMultiplexer(link);
    link.listen({
      onDown: () => multiplexer.#failSent(({ subject }) => new DisconnectedError({ what: subject, isSent: true })),
      onRefused: (error) => multiplexer.#refuse(error),
      onClosed: () => multiplexer.#close(),
    });
    return multiplexer;
  }

  /** The number of requests that wait for their replies, including those that were not sent yet. */
  get size(): number {
    return this.#pending.size;
  }

  /**
   * Sends a request and reads its reply.
   *
   * @throws `NO_RESPONDERS`; `TIMEOUT`, within 50 ms of its time; `PERMISSION_DENIED`; `DISCONNECTED`, which tells
   *   whether the request was sent; `ABORTED`; `CONNECTION_CLOSED`; `PAYLOAD_TOO_LARGE`; `INVALID_CONFIGURATION` for a
   *   subject that cannot be sent to
   */
  request<T>(ask: Ask<T>): Promise<T> {
    if (ask.cancellations) {
      const cancelled = ask.cancellations.find(({ isCancelled }) => isCancelled);
      if (cancelled) return failed(ask, abortion(ask.subject, cancelled.reason));
    }
    const { nc } = this.#link;
    if (this.#isClosed || nc.isClosed() || nc.isDraining()) return failed(ask, closed(ask.subject));
    const { timeoutMs } = ask;
    const pending = new PendingRequest(ask, performance.now() + timeoutMs, (this.#made += 1), this);
    pending.place = this.#pending.add(pending);
    // The slot, and the number of its request. So a late reply is not taken for the next request in the same slot.
    pending.token = `${pending.place}-${pending.number}`;
    this.#sweep.watch(pending.deadline);
    if (!this.#link.canSend || this.#link.isOnHold(ask.subject, timeoutMs)) this.#link.outbox.add(pending);
    else if (ask.sharesWrite) this.#sharedWrite.add(pending);
    else this.send(pending, timeoutMs);
    // It resolves to the result of `ask.read`, which is a T.
    return pending.ended as Promise<T>;
  }

  /**
   * Publishes, and resolves to whether anybody was subscribed.
   *
   * @throws `DISCONNECTED`, sent, when the connection breaks before the server has told; `CONNECTION_CLOSED`
   */
  async announce({ subject, data, headers }: Event): Promise<boolean> {
    if (!this.#isListening) this.#listen();
    const { nc } = this.#link;
    const token = `${ANNOUNCEMENT}${(this.#made += 1)}`;
    let isHeard = true;
    this.#unheard.set(token, () => {
      isHeard = false;
    });
    try {
      nc.publish(subject, data, { reply: this.#inbox + token, ...(headers && { headers }) });
      // The server reports that nobody listens before it answers the flush.
      await nc.flush();
    } catch (error) {
      if (nc.isClosed()) throw closed(subject);
      throw new DisconnectedError({ what: subject, isSent: true }, { cause: error });
    } finally {
      this.#unheard.delete(token);
    }
    return isHeard;
  }

  send(pending: PendingRequest, leftMs: number): void {
    const { ask } = pending;
    const { nc } = this.#link;
    try {
      if (!this.#isListening) this.#listen();
      const headers = ask.headers?.(leftMs);
      const reply = this.#inbox + pending.token;
      nc.publish(ask.subject, ask.data, headers ? { reply, headers } : { reply });
      pending.isSent = true;
    } catch (error) {
      const maxBytes = nc.info?.max_payload ?? 0;
      pending.fail(sendFailure(error, { subject: ask.subject, bytes: ask.data.length, maxBytes }));
    }
  }

  forget(pending: PendingRequest): void {
    this.#pending.delete(pending.place);
    if (!pending.isSent) this.#link.outbox.remove(pending);
  }

  #listen(): void {
    this.#link.nc.subscribe(`${this.#inbox}*`, {
      callback: (error, reply) => {
        if (error) this.#loseInbox(error);
        else this.#receive(reply);
      },
    });
    this.#isListening = true;
  }

  #receive(reply: Msg): void {
    // Late replies, second replies and replies to cancelled calls are ignored.
    const token = reply.subject.slice(this.#inbox.length);
    const there = this.#pending.get(Number.parseInt(token, 10));
    const pending = there?.token === token ? there : undefined;
    try {
      if (!pending) {
        if (isNoResponders(reply)) this.#unheard.get(token)?.();
      } else if (!isNoResponders(reply)) pending.answer(reply);
      else if (this.#mayAskAgain(pending)) this.#askAgain(pending);
      else pending.fail(new NoRespondersError({ subject: pending.subject }));
    } catch (error) {
      // If the headers cannot be read, an error thrown here would end the reading of the whole connection.
      pending?.fail(error);
    }
  }

  #mayAskAgain({ ask, deadline }: PendingRequest): boolean {
    return ask.waitsForResponders === true && this.#link.isSettling && deadline - performance.now() > AGAIN_MS;
  }

  #askAgain(pending: PendingRequest): void {
    pending.isSent = false;
    setTimeout(() => this.#sendOrHold(pending), AGAIN_MS);
  }

  /** Sends a request that has waited for its turn. In the meantime it may have ended, and the connection may be gone. */
  #sendOrHold(pending: PendingRequest): void {
    if (this.#pending.get(pending.place) !== pending) return;
    if (this.#link.canSend) pending.send();
    else this.#link.outbox.add(pending);
  }

  /** The server does not permit the subscription, so no reply can arrive. The next request tries again. */
  #loseInbox(error: Error): void {
    this.#isListening = false;
    this.#failSent(({ subject, ask }) =>
      sendFailure(error, { subject, timeoutMs: ask.timeoutMs, bytes: ask.data.length, maxBytes: 0 }),
    );
  }

  /**
   * The server refuses in the order of sending, and reports only the subject. So the refusal is for the oldest request to that
   * subject.
   */
  #refuse(error: PermissionError): void {
    if (error.params.operation !== 'publish') return;
    let oldest: PendingRequest | undefined;
    for (const pending of this.#pending.list()) {
      if (!pending.isSent || pending.subject !== error.params.subject) continue;
      if (!oldest || pending.number < oldest.number) oldest = pending;
    }
    oldest?.fail(error);
  }

  #failSent(errorFor: (pending: PendingRequest) => Error): void {
    for (const pending of this.#pending.list()) if (pending.isSent) pending.fail(errorFor(pending));
  }

  #expire(now: number): number {
    let next = Infinity;
    for (const pending of this.#pending.list()) {
      const { deadline, subject, ask } = pending;
      if (deadline > now) next = Math.min(next, deadline);
      else if (pending.isSent) pending.fail(new TimeoutError({ subject, timeoutMs: ask.timeoutMs }));
      else pending.fail(new DisconnectedError({ what: subject, isSent: false }));
    }
    return next;
  }

  #close(): void {
    this.#isClosed = true;
    this.#sweep.stop();
    for (const pending of this.#pending.list()) pending.fail(closed(pending.subject));
  }
}

/** Begins the last part of the reply subject of an event: the server says there that nobody is subscribed. */
const ANNOUNCEMENT = 'event-';

/** Whether a reply subject belongs to an event, which nobody answers. */
export const isAnnouncement = (reply: string): boolean =>
  reply.slice(reply.lastIndexOf('.') + 1).startsWith(ANNOUNCEMENT);

/** Only an empty reply can be the server's, so headers of others are not read for it. */
const isNoResponders = (reply: Msg): boolean => reply.data.length === 0 && reply.headers?.code === 503;

const closed = (what: string): SymphonyError<'CONNECTION_CLOSED'> => new SymphonyError('CONNECTION_CLOSED', { what });

/** The result for the caller of a request that cannot be sent. */
const failed = <T>(ask: Ask<T>, error: Error): Promise<T> => ask.recover?.(error) ?? Promise.reject(error);

/** The inbox prefix that the server permits for this connection. nats.js keeps it in a field that its types do not have. */
function inboxPrefixOf(nc: NatsConnection): string | undefined {
  const { options } = nc as NatsConnection & { readonly options?: { readonly inboxPrefix?: string } };
  return options?.inboxPrefix;
}

const multiplexers = new WeakMap<NatsConnection, RequestMultiplexer>();

/** The multiplexer of a connection. All callers share it, and it ends with the connection. */
export function requestsOf(nc: NatsConnection): RequestMultiplexer {
  const known = multiplexers.get(nc);
  if (known) return known;
  const made = RequestMultiplexer.on(linkOf(nc));
  multiplexers.set(nc, made);
  return made;
}

import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { isPromiseLike, type Logger, toError } from '@symphony-ts/contract';
import { hasHeaderLine, isReadableHeader, readableLines } from './header-lines.js';

/** The problems from which a guarded connection was protected. */
export interface MessageGuard {
  /** Messages with headers that no library could read. */
  readonly malformed: number;
  /** Exceptions from callbacks of subscriptions. */
  readonly thrown: number;
}

type Deliver = (error: Error | null, message: Msg) => unknown;

/** Where nats.js keeps its subscriptions. Its inbox for replies and the inboxes of JetStream consumers are among them. */
interface Protocol {
  subscribe(subscription: { callback: Deliver }): unknown;
  readonly subscriptions: { all(): { callback: Deliver }[] };
}

/** Where a nats.js message keeps the raw bytes that its `headers` are read from, each time they are used. */
interface RawMessage {
  readonly _msg: { readonly hdr: number };
  readonly _rdata: Uint8Array;
}

/** One line in the log reports all problems within this time. */
const LOG_PAUSE_MS = 10_000;

const guards = new WeakMap<NatsConnection, SubscriptionGuard>();

/**
 * Keeps a connection working, whatever is sent to it. nats.js parses headers when they are read, and throws if it cannot. An
 * exception in the callback of a subscription ends the loop that reads the connection: the process continues, but receives
 * nothing any more. The guard prevents this:
 *
 * - It counts and drops a message with unreadable headers. A message from a stream is delivered without the unreadable lines,
 *   because a consumer that misses a message would request it again, forever.
 * - It counts and logs an exception in a callback, or the rejection of a promise that a callback returns. The next message is read.
 *
 * Guarding a connection again changes nothing. Without a logger, an exception becomes a warning of the process. Connections that
 * nats.js did not create, such as those of tests, have no such loop and stay unchanged.
 */
export function guardMessages(nc: NatsConnection, logger?: Pick<Logger, 'warn' | 'error'>): MessageGuard {
  const guarded = guards.get(nc);
  if (guarded) return guarded.tell(logger);
  const guard = new SubscriptionGuard().tell(logger);
  guards.set(nc, guard);
  // Every connection of nats.js has `protocol`, but its type does not. All subscriptions pass it.
  const { protocol } = nc as NatsConnection & { readonly protocol?: Protocol };
  if (typeof protocol?.subscribe !== 'function') return guard;
  const subscribe = protocol.subscribe.bind(protocol);
  for (const subscription of protocol.subscriptions.all()) guard.wrap(subscription);
  protocol.subscribe = (subscription) => {
    guard.wrap(subscription);
    return subscribe(subscription);
  };
  return guard;
}

class SubscriptionGuard implements MessageGuard {
  malformed = 0;
  thrown = 0;
  #logger: Pick<Logger, 'warn' | 'error'> | undefined;
  readonly #loggedAt = new Map<string, number>();

  /** The first logger is kept, because it belongs to the code that opened the connection. */
  tell(logger: Pick<Logger, 'warn' | 'error'> | undefined): this {
    this.#logger ??= logger;
    return this;
  }

  wrap(subscription: { callback: Deliver }): void {
    const deliver = subscription.callback;
    subscription.callback = (error, message) => {
      if (!error && !this.#isReadable(message)) return;
      try {
        const result = deliver.call(subscription, error, message);
        if (isPromiseLike(result)) {
          Promise.resolve(result).catch((error: unknown) => this.#noteThrown(error, message));
        }
      } catch (error) {
        this.#noteThrown(error, message);
      }
    };
  }

  /** Whether to deliver the message; one out of a stream is made readable first. */
  #isReadable(message: Msg): boolean {
    // Fields of the library's own message class; a message without them is not one whose headers are read late.
    const raw = message as Msg & Partial<RawMessage>;
    const { _msg: lengths, _rdata: bytes } = raw;
    if (!lengths || !bytes || lengths.hdr <= 0) return true;
    if (isReadableHeader(bytes, lengths.hdr)) return true;
    const block = bytes.subarray(0, lengths.hdr);
    this.malformed += 1;
    this.#log('malformed', () => {
      this.#logger?.warn('a message whose headers cannot be read was dropped', {
        subject: message.subject,
        malformed: this.malformed,
      });
    });
    if (!isStored(message, block)) return false;
    const readable = readableLines(block);
    Object.assign(raw, {
      _rdata: Buffer.concat([readable, bytes.subarray(lengths.hdr)]),
      _msg: { ...lengths, hdr: readable.length },
    });
    return true;
  }

  #noteThrown(error: unknown, message: Msg): void {
    this.thrown += 1;
    this.#log('thrown', () => {
      const { message: text, stack } = toError(error);
      const { thrown } = this;
      if (!this.#logger) process.emitWarning(`a callback of a subscription threw: ${stack ?? text}`);
      else this.#logger.error('a callback of a subscription threw', { subject: message.subject, err: error, thrown });
    });
  }

  #log(kind: string, write: () => void): void {
    const now = performance.now();
    const loggedAt = this.#loggedAt.get(kind);
    if (loggedAt !== undefined && now - loggedAt < LOG_PAUSE_MS) return;
    this.#loggedAt.set(kind, now);
    write();
  }
}

/** Delivered by a consumer, or the answer to a direct get. */
const isStored = (message: Msg, block: Uint8Array): boolean =>
  message.reply?.startsWith('$JS.ACK.') === true || hasHeaderLine(block, 'Nats-Sequence');

import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerMessages,
  DeliverPolicy,
  type JsMsg,
  ReplayPolicy,
} from '@nats-io/jetstream';
import { createInbox, nanos } from '@nats-io/nats-core';
import type { MaybePromise } from '@symphony-ts/contract';
import type { BucketContext } from './bucket-context.js';
import { assertOpen, onStatus } from './connection-status.js';
import type { SeenRevisions } from './seen-revisions.js';
import { attempt } from './storage-error.js';
import { fromDelivered, type StoredMessage } from './stored-message.js';
import { within } from './within.js';

/** The server sends something at least this often. A lost consumer is noticed after two silences. */
const HEARTBEAT_MS = 3_000;

/** The position at which a feed begins. */
export type FeedStart =
  | { readonly kind: 'last' }
  | { readonly kind: 'all' }
  | { readonly kind: 'new' }
  | { readonly kind: 'after'; readonly revision: number };

export interface FeedOptions {
  /** `watch`, `keys` or `history`: the name of the operation in errors. */
  readonly operation: string;
  readonly filter: string;
  readonly start: FeedStart;
  /** Leaves the values out. */
  readonly headersOnly?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface FeedItem {
  readonly message: StoredMessage;
  /** The number of messages that were still on the server when it sent this one. */
  readonly pending: number;
}

/**
 * One life of a consumer on a bucket. It ends without an error when it can no longer be trusted: the connection was lost and
 * came back, the consumer is gone, or a message is missing. Its reader then opens the next one.
 */
export interface Feed {
  /** How many messages were waiting when the consumer was made. */
  readonly pending: number;
  /** The last revision before the first message. A feed without messages continues from there. */
  readonly position: number;
  /** The messages. They can be read only once. */
  readonly items: AsyncIterable<FeedItem>;
  /** Stops it and removes the consumer from the server. Idempotent. */
  close(): void;
}

function consumerConfig(prefix: string, options: FeedOptions, name: string, inbox: string): Partial<ConsumerConfig> {
  const { start } = options;
  return {
    name,
    deliver_subject: inbox,
    // One filter, in the subject of the request, so that permissions can be given per key.
    filter_subject: prefix + options.filter,
    ack_policy: AckPolicy.None,
    replay_policy: ReplayPolicy.Instant,
    max_deliver: 1,
    flow_control: true,
    idle_heartbeat: nanos(HEARTBEAT_MS),
    mem_storage: true,
    num_replicas: 1,
    ...(options.headersOnly ? { headers_only: true } : {}),
    ...deliverPolicy(start),
  };
}

const policies = {
  last: DeliverPolicy.LastPerSubject,
  all: DeliverPolicy.All,
  new: DeliverPolicy.New,
} as const;

const deliverPolicy = (start: FeedStart): Partial<ConsumerConfig> =>
  start.kind === 'after'
    ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.revision + 1 }
    : { deliver_policy: policies[start.kind] };

/** Messages in order of delivery, until the first gap. It is not a generator, because that costs as much as a message. */
class InOrder implements AsyncIterableIterator<FeedItem> {
  readonly #prefix: string;
  readonly #seen: SeenRevisions;
  readonly #messages: AsyncIterator<JsMsg>;
  #delivered = 0;
  #isOver = false;

  constructor(prefix: string, seen: SeenRevisions, messages: ConsumerMessages) {
    this.#prefix = prefix;
    this.#seen = seen;
    this.#messages = messages[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<FeedItem, undefined>> {
    return this.#messages.next().then(this.#take);
  }

  async return(): Promise<IteratorResult<FeedItem, undefined>> {
    this.#isOver = true;
    await this.#messages.return?.();
    return { done: true, value: undefined };
  }

  readonly #take = (step: IteratorResult<JsMsg>): MaybePromise<IteratorResult<FeedItem, undefined>> => {
    if (this.#isOver || step.done) return { done: true, value: undefined };
    const { deliverySequence, pending } = step.value.info;
    if (deliverySequence !== this.#delivered + 1) return this.return();
    this.#delivered = deliverySequence;
    this.#seen.reached(step.value.seq);
    return { done: false, value: { message: fromDelivered(this.#prefix, step.value), pending } };
  };
}

/** Ends the messages after a reconnect, because others may have been missed, and when the consumer is silent. */
function endWhenLost<T>({ nc }: BucketContext<T>, messages: ConsumerMessages): void {
  const stopListening = onStatus(nc, ({ type }) => {
    if (type === 'reconnect') messages.stop();
  });
  void messages.closed().then(stopListening);
  void (async () => {
    for await (const { type } of messages.status()) {
      if (type === 'heartbeats_missed' || type === 'consumer_deleted') messages.stop();
    }
  })();
}

/**
 * `patienceMs` limits how long the server may take to make the consumer. Default: the time limit of the bucket.
 *
 * @throws what a call on a bucket throws; the server then keeps no consumer
 */
export async function openFeed<T>(
  context: BucketContext<T>,
  options: FeedOptions,
  patienceMs = context.timeoutMs,
): Promise<Feed> {
  const { nc, js, jsm, bucket, stream, timeoutMs } = context;
  const { operation, filter, signal } = options;
  const inbox = createInbox(js.getOptions().watcherPrefix);
  const name = `feed_${inbox.slice(inbox.lastIndexOf('.') + 1)}`;

  // The subscription comes first, because the consumer sends its first messages at once.
  const bound = { deliver_subject: inbox, idle_heartbeat: nanos(HEARTBEAT_MS) };
  const consumer = await js.consumers.getBoundPushConsumer(bound);
  // The library would also throw, but leave its timers behind.
  assertOpen(nc, `${operation} on bucket '${bucket}'`);
  const messages = await consumer.consume();
  const { storedPrefix: prefix } = context.layout;
  const items = new InOrder(prefix, context.seen, messages);
  let isClosed = false;
  const remove = (): void => {
    if (!nc.isClosed()) jsm.consumers.delete(stream, name).catch(() => undefined);
  };
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    messages.stop();
    // The library stops in the turn of its reader. If there is a reader already, this step waits behind it.
    items.next().catch(() => undefined);
    // This only cleans up: a consumer without a listener disappears on its own, and the connection may be closed.
    remove();
  };
  endWhenLost(context, messages);
  try {
    const subject = prefix + filter;
    const info = await attempt({ nc, jsm, bucket, operation, subject, timeoutMs, signal }, () => {
      const adding = jsm.consumers.add(stream, consumerConfig(prefix, options, name, inbox));
      if (patienceMs >= timeoutMs) return adding;
      // The server may make it after this feed was given up.
      adding.then(() => isClosed && remove()).catch(() => undefined);
      return within(patienceMs, subject, adding);
    });
    return { pending: info.num_pending, position: info.delivered.stream_seq, items, close };
  } catch (error) {
    close();
    throw error;
  }
}

import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { parseMessage, unknownMessageType } from '../schemas/parse-message.js';
import { AsyncQueue } from './async-queue.js';
import { isEvent, type ReceivedEvent } from './kinds/event.js';

/** The subjects of events. A JetStream domain does not change them. */
export const eventSubjects = {
  /** Events of the streams and consumers of the account. In the system account: of all accounts. */
  advisories: '$JS.EVENT.ADVISORY.>',
  /** Samples of acknowledgements of consumers with a sample frequency. */
  metrics: '$JS.EVENT.METRIC.>',
  /** New client connections. Only the system account receives them. */
  connects: '$SYS.ACCOUNT.*.CONNECT',
  /** Ended client connections. Only the system account receives them. */
  disconnects: '$SYS.ACCOUNT.*.DISCONNECT',
  /** Number of connections per account. Only the system account receives them. */
  accounts: '$SYS.ACCOUNT.*.SERVER.CONNS',
} as const;

/** Options of {@link events}. */
export interface EventsOptions {
  /**
   * The subjects to listen to. Default: all advisories and metrics of JetStream. The server's own events are on the
   * other subjects in {@link eventSubjects} and need the system account. If two patterns match a subject, you receive
   * its events twice.
   */
  readonly subjects?: readonly string[];
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
  /** Called with each message that is not JSON, and an `INVALID_MESSAGE` error. The iteration skips such messages. */
  readonly onBadMessage?: (error: JetStreamManagerError, message: Msg) => void;
}

const eventsOptionNames = {
  subjects: true,
  signal: true,
  onBadMessage: true,
} as const satisfies OptionNames<EventsOptions>;

/**
 * Yields the events of a connection as they happen. It listens from the call on, even before the first read. It ends
 * when you leave the loop, the signal is aborted, or the connection is closed. During a lost connection it pauses, and
 * it does not deliver events of that time later. Events wait in memory for the reader, without a limit.
 *
 * @throws `INVALID_OPTIONS` when an option does not exist
 * @throws `DISCONNECTED` when the connection ends with an error, and `PERMISSION_DENIED` when the server refuses a subject; both
 *   while you iterate
 */
export function events(nc: NatsConnection, options: EventsOptions = {}): AsyncIterableIterator<ReceivedEvent> {
  assertKnownOptions('events', options, eventsOptionNames);
  const { subjects = [eventSubjects.advisories, eventSubjects.metrics], signal, onBadMessage } = options;
  const queue = new AsyncQueue<ReceivedEvent>();
  const subscriptions: Subscription[] = [];

  const stop = (error?: JetStreamManagerError) => {
    signal?.removeEventListener('abort', onAbort);
    for (const subscription of subscriptions) subscription.unsubscribe();
    queue.end(error);
  };
  const onAbort = () => stop();
  const receive = (error: Error | null, message: Msg) => {
    if (error) return stop(toManagerError(error, 'listening to events'));
    const event = read(message, onBadMessage);
    if (event) queue.push(event);
  };

  if (signal?.aborted) stop();
  else {
    for (const subject of subjects) subscriptions.push(nc.subscribe(subject, { callback: receive }));
    signal?.addEventListener('abort', onAbort, { once: true });
    void ended(nc).then(stop);
  }
  queue.onReturn(stop);
  return queue;
}

function read(message: Msg, onBadMessage: EventsOptions['onBadMessage']): ReceivedEvent | undefined {
  const { subject } = message;
  try {
    const parsed = parseMessage(message.data);
    if (isEvent(parsed)) return { ...parsed, subject };
    return { type: unknownMessageType, message: parsed.message, subject };
  } catch (error) {
    onBadMessage?.(toManagerError(error, subject), message);
    return undefined;
  }
}

/**
 * Waits for the end of a connection. The result is an error, unless the connection was closed on purpose. A client that
 * may not reconnect ends without an error; its last status then decides.
 */
async function ended(nc: NatsConnection): Promise<JetStreamManagerError | undefined> {
  let isConnected = true;
  void (async () => {
    for await (const { type } of nc.status())
      isConnected = type !== 'disconnect' && (isConnected || type === 'reconnect');
  })();
  const cause = await nc.closed();
  if (!cause && isConnected) return undefined;
  return new JetStreamManagerError('DISCONNECTED', 'listening to events: the connection ended', { cause });
}

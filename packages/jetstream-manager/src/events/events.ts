import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { parseMessage, unknownMessageType } from '../schemas/parse-message.js';
import { AsyncQueue } from './async-queue.js';
import { isEvent, type ReceivedEvent } from './kinds/event.js';

/** The subjects that events are published to. A JetStream domain does not change them. */
export const eventSubjects = {
  /** What happens to streams and consumers of the account; in the system account, to all of them. */
  advisories: '$JS.EVENT.ADVISORY.>',
  /** Samples of acknowledgements, for consumers with a sample frequency. */
  metrics: '$JS.EVENT.METRIC.>',
  /** Clients that connect, for the system account only. */
  connects: '$SYS.ACCOUNT.*.CONNECT',
  /** Clients that disconnect, for the system account only. */
  disconnects: '$SYS.ACCOUNT.*.DISCONNECT',
  /** Numbers of connections by account, for the system account only. */
  accounts: '$SYS.ACCOUNT.*.SERVER.CONNS',
} as const;

/** What {@link events} listens to, and until when. */
export interface EventsOptions {
  /**
   * Default: all advisories and metrics of JetStream. The server's own events need the system account and the subjects
   * in {@link eventSubjects}. A subject that two patterns match is delivered twice.
   */
  readonly subjects?: readonly string[];
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  /** Told of each message that is not JSON, with `INVALID_MESSAGE`; such messages are passed over. */
  readonly onBadMessage?: (error: JetStreamManagerError, message: Msg) => void;
}

/**
 * The events of a connection, as they happen. Listening starts with the call, not with the first read, and ends when
 * the loop is left, the signal is aborted or the connection is closed. A lost connection only pauses it: what is
 * published meanwhile is not delivered later. Events wait in memory for their reader, without a limit.
 *
 * @throws `DISCONNECTED` when the connection ends with an error, and `PERMISSION_DENIED` when the server refuses a subject; both
 *   while you iterate
 */
export function events(nc: NatsConnection, options: EventsOptions = {}): AsyncIterableIterator<ReceivedEvent> {
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
 * Waits for the end of a connection: an error, unless it was closed on purpose. A client that may not reconnect ends
 * without an error of its own; then its last status tells.
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

import type { JetStreamClient } from '@nats-io/jetstream';
import { type MsgHdrs, headers as newHeaders } from '@nats-io/nats-core';
import type { Stream } from '@symphony-ts/jetstream-manager';
import { isSubjectWithin } from '@symphony-ts/jetstream-manager/internal';
import type { MessageLine } from './line.js';

/** The destination of messages. */
export interface SendOptions {
  /** The stream that must store them. */
  readonly stream: Pick<Stream, 'name' | 'config'>;
  /** Largest number of unacknowledged messages. */
  readonly window: number;
  /** First part of the message ids, so that a stream stores each message only once within its duplicate window. */
  readonly idPrefix?: string;
  readonly signal: AbortSignal;
}

/** The result of sending. */
export interface Sent {
  readonly stored: number;
  /** Messages that the stream had already, by their ids. */
  readonly duplicates: number;
}

/** Removed from each message: a condition of the first publish does not apply to another stream. */
const conditions = /^nats-expected-/i;

/**
 * Publishes messages in order, `window` of them at a time, and waits for all acknowledgements. Throws at the first
 * refused message. The error says how many messages were stored before.
 */
export async function sendMessages(
  js: JetStreamClient,
  messages: AsyncIterable<MessageLine>,
  { stream, window, idPrefix, signal }: SendOptions,
): Promise<Sent> {
  const inFlight = new Set<Promise<void>>();
  let stored = 0;
  let duplicates = 0;
  let failure: Error | undefined;
  let place = 0;
  const send = async (message: MessageLine, at: number): Promise<void> => {
    try {
      assertStores(stream, message.subject);
      const ack = await js.publish(message.subject, message.data, {
        headers: headersOf(message),
        ...(idPrefix !== undefined && message.seq !== undefined && { msgID: `${idPrefix}${message.seq}` }),
      });
      if (ack.stream !== stream.name) throw new Error(`${ack.stream} has stored it instead`);
      if (ack.duplicate) duplicates += 1;
      else stored += 1;
    } catch (error) {
      const name = message.seq === undefined ? `message ${at}` : `message ${at} (sequence ${message.seq})`;
      failure ??= new Error(
        `${name} on ${message.subject} was not stored: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  };
  try {
    for await (const message of messages) {
      if (failure !== undefined || signal.aborted) break;
      place += 1;
      const sending: Promise<void> = send(message, place).finally(() => inFlight.delete(sending));
      inFlight.add(sending);
      if (inFlight.size >= window) await Promise.race(inFlight);
    }
  } catch (error) {
    if (place === 0) throw error;
    // The next message cannot be read. The ones before are stored.
    failure ??= error instanceof Error ? error : new Error(String(error), { cause: error });
  }
  await Promise.all(inFlight);
  if (failure === undefined && signal.aborted) failure = new Error('interrupted');
  if (failure !== undefined) throw new Error(`${failure.message}; ${stored} messages were stored`, { cause: failure });
  return { stored, duplicates };
}

function headersOf({ headers }: MessageLine): MsgHdrs {
  const sent = newHeaders();
  for (const [name, values] of Object.entries(headers)) {
    if (!conditions.test(name)) for (const value of values) sent.append(name, value);
  }
  return sent;
}

/** This is checked before sending. A header that names the expected stream would be stored with the message. */
function assertStores({ name, config }: SendOptions['stream'], subject: string): void {
  if (config.subjects?.some((pattern) => isSubjectWithin(subject, pattern))) return;
  throw new Error(`${name} does not store this subject; --transform '{"subject": …}' changes it`);
}

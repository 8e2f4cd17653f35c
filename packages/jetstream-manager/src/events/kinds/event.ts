import type { MessageOf } from '../../schemas/message-of.js';
import type { SpokenMessageType } from '../../schemas/messages.js';
import type { ParsedMessage, UnknownMessage } from '../../schemas/parse-message.js';

/**
 * The types of events: advisories and metrics of JetStream and of the server. {@link renderEvent} can render all of
 * them.
 */
export type EventType = Extract<SpokenMessageType, `io.nats.${string}.${'advisory' | 'metric'}.v1.${string}`>;

/** An event of a known type. `type` distinguishes the kinds, and `message` is the message as it was sent. */
export type NatsEvent = { readonly [T in EventType]: { readonly type: T; readonly message: MessageOf<T> } }[EventType];

/** A message on an event subject: an event, or unchanged JSON of an unknown kind. */
export type ReceivedEvent = (NatsEvent | UnknownMessage) & {
  /** The subject of the message. */
  readonly subject: string;
};

const eventName = /^io\.nats\.(?:jetstream|server)\.(?:advisory|metric)\.v1\./;

/** Whether a parsed message is an event. Only events can be rendered. */
export function isEvent(parsed: ParsedMessage | ReceivedEvent): parsed is NatsEvent & ReceivedEvent {
  return eventName.test(parsed.type);
}

/**
 * A message whose fields may all be missing, because only its sender decides them. The code that renders events uses
 * this type, so a missing field cannot break it.
 */
export type Received<T> = T extends readonly (infer Item)[]
  ? readonly Received<Item>[] | undefined
  : T extends object
    ? { readonly [Key in keyof T]?: Received<T[Key]> | undefined }
    : T | undefined;

import type { MessageOf } from '../../schemas/message-of.js';
import type { SpokenMessageType } from '../../schemas/messages.js';
import type { ParsedMessage, UnknownMessage } from '../../schemas/parse-message.js';

/** The types of events: advisories and metrics of JetStream and of the server. Each of them can be rendered. */
export type EventType = Extract<SpokenMessageType, `io.nats.${string}.${'advisory' | 'metric'}.v1.${string}`>;

/** An event of a known type. `type` tells the kinds apart, `message` is what was sent. */
export type NatsEvent = { readonly [T in EventType]: { readonly type: T; readonly message: MessageOf<T> } }[EventType];

/** What arrived on an event subject: an event, or JSON of an unknown kind, kept whole. */
export type ReceivedEvent = (NatsEvent | UnknownMessage) & {
  /** The subject it was published to. */
  readonly subject: string;
};

const eventName = /^io\.nats\.(?:jetstream|server)\.(?:advisory|metric)\.v1\./;

/** Whether a parsed message is an event, and so can be rendered. */
export function isEvent(parsed: ParsedMessage | ReceivedEvent): parsed is NatsEvent & ReceivedEvent {
  return eventName.test(parsed.type);
}

/**
 * A message as far as one can rely on it: every field may be missing, since an event's fields are its sender's word.
 * What renders events is written against this type, and so cannot stumble over an event that lacks something.
 */
export type Received<T> = T extends readonly (infer Item)[]
  ? readonly Received<Item>[] | undefined
  : T extends object
    ? { readonly [Key in keyof T]?: Received<T[Key]> | undefined }
    : T | undefined;

// Compiled with the tests, never run: checks the types of messages.
import type { NatsEvent, ReceivedEvent } from '../events/kinds/event.js';
import type { MessageOf } from './message-of.js';
import type { SilentMessageType, SpokenMessageType } from './messages.js';
import type { ParsedMessage } from './parse-message.js';
import type { Integer } from './values/integer.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>() => undefined;

type Nak = MessageOf<'io.nats.jetstream.advisory.v1.nak'>;

// The type follows the servers, not the published schema.
holds<Equal<Nak['consumer_seq'], Integer>>();
holds<Equal<Nak['stream_seq'], Integer>>();
holds<Equal<Nak['deliveries'], number>>();
holds<Equal<MessageOf<'io.nats.server.advisory.v1.client_connect'>['client']['user'], string | undefined>>();

// Parsing never returns a message type that messages do not name.
holds<Equal<Extract<ParsedMessage['type'], SilentMessageType>, never>>();
holds<Equal<ParsedMessage['type'], SpokenMessageType | 'io.nats.unknown_message'>>();

/** The field `type` tells the kinds of events apart. */
export function about(event: ReceivedEvent): string | number {
  const { type } = event;
  if (event.type === 'io.nats.jetstream.advisory.v1.max_deliver') return event.message.deliveries;
  if (event.type === 'io.nats.jetstream.advisory.v1.stream_action') {
    return event.message.action satisfies 'create' | 'delete' | 'modify';
  }
  if (event.type === 'io.nats.unknown_message') {
    // @ts-expect-error the fields of an unknown message are unknown
    return event.message.stream;
  }
  return (event satisfies NatsEvent).message.id || type;
}

/** A response is either its result or an error. */
export function codeOf(response: MessageOf<'io.nats.jetstream.api.v1.stream_delete_response'>): unknown {
  // @ts-expect-error the result has no such field
  const code: number = response.error.code;
  return code;
}

// Compiled with the tests, never run: what the types of messages promise.
import type { NatsEvent, ReceivedEvent } from '../events/kinds/event.js';
import type { MessageOf } from './message-of.js';
import type { SilentMessageType, SpokenMessageType } from './messages.js';
import type { ParsedMessage } from './parse-message.js';
import type { Integer } from './values/integer.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>() => undefined;

type Nak = MessageOf<'io.nats.jetstream.advisory.v1.nak'>;

// As servers send it, not as the published schema has it.
holds<Equal<Nak['consumer_seq'], Integer>>();
holds<Equal<Nak['stream_seq'], Integer>>();
holds<Equal<Nak['deliveries'], number>>();
holds<Equal<MessageOf<'io.nats.server.advisory.v1.client_connect'>['client']['user'], string | undefined>>();

// A message that carries no type cannot come out of parsing.
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
    // @ts-expect-error nothing is known about the fields of an unknown message
    return event.message.stream;
  }
  return (event satisfies NatsEvent).message.id || type;
}

/** A response is its result or an error. */
export function codeOf(response: MessageOf<'io.nats.jetstream.api.v1.stream_delete_response'>): unknown {
  // @ts-expect-error the result has no such field that could be relied on
  const code: number = response.error.code;
  return code;
}

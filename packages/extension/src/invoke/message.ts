import { headers } from '@symphony-ts/contract';
import { HeaderMap } from '@symphony-ts/contract/internal';

/** The part of message headers that handlers need; the headers of nats.js fit. */
export interface MessageHeaders {
  get(name: string): string;
  keys(): string[];
}

/**
 * One message as a transport passes it on. A nats.js message has this shape already, so no object is made for each request.
 * Tests without a server bring their own messages.
 */
export interface IncomingMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MessageHeaders | undefined;
}

/** Sends the one reply to `message`. `headers` is given only if there are any. There is one such function for each binding. */
export type Respond = (
  message: IncomingMessage,
  payload: string | Uint8Array,
  headers?: Readonly<Record<string, string>>,
) => void;

/**
 * Hides the proof of the caller from handlers. They read `request.caller` instead, and must not trust a text that anybody could
 * write.
 */
const isHidden = (name: string): boolean => name.toLowerCase() === headers.caller.toLowerCase();

const none: ReadonlyMap<string, string> = new HeaderMap();

/** The headers as a map. It keeps the names as sent, finds them in any spelling, and has the first value of each. */
export const headerMap = (given: MessageHeaders | undefined): ReadonlyMap<string, string> =>
  given
    ? new HeaderMap(given.keys().flatMap((name) => (isHidden(name) ? [] : [[name, given.get(name)] as const])))
    : none;

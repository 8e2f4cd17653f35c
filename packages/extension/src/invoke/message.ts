import { headers } from '@symphony-ts/contract';

/** The part of message headers that handlers need; the headers of nats.js fit. */
export interface MessageHeaders {
  get(name: string): string;
  keys(): string[];
}

/**
 * One message as a transport hands it over. A nats.js message fits as it is, so that no object is made per request;
 * tests without a server bring their own.
 */
export interface IncomingMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MessageHeaders | undefined;
}

/** Sends the one reply to `message`; `headers` only where there are any. One function per binding, none per request. */
export type Respond = (
  message: IncomingMessage,
  payload: string | Uint8Array,
  headers?: Readonly<Record<string, string>>,
) => void;

/** Not for handlers: they are told what it proves, and must not take what somebody wrote there for it. */
const isHidden = (name: string): boolean => name.toLowerCase() === headers.caller.toLowerCase();

const none: ReadonlyMap<string, string> = new Map();

/** Headers as a map with their names as sent; one value each, the first. */
export const headerMap = (given: MessageHeaders | undefined): ReadonlyMap<string, string> =>
  given ? new Map(given.keys().flatMap((name) => (isHidden(name) ? [] : [[name, given.get(name)] as const]))) : none;

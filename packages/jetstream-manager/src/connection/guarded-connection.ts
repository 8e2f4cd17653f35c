import type { Msg, NatsConnection, Payload, RequestOptions } from '@nats-io/nats-core';
import { assertSafeIntegers, writeExactIntegers } from '../json/safe-json.js';
import { linkOf } from './link.js';
import type { Trace } from './trace.js';

/** The actions of the guard for each API request. */
export interface Guard {
  /** Called before a request is sent. It throws to refuse the request. */
  readonly check: (subject: string, body: string) => void;
  readonly trace: Trace | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** The prefix of all API subjects. */
  readonly apiPrefix: string;
}

const decoder = new TextDecoder();

/** Sends one API request with checks and traces, and returns the reply with its text. */
export type Exchange = (
  subject: string,
  body: string,
  options?: RequestOptions,
) => Promise<{ readonly reply: Msg; readonly text: string }>;

/** Sends the requests of this package, which parses the replies itself. */
export function createExchange(nc: NatsConnection, guard: Guard): Exchange {
  const request = createRequest(nc, guard.apiPrefix);
  return async (subject, body, options) => {
    guard.check(subject, body);
    guard.trace?.({ kind: 'request', subject, body, elapsedMs: 0 });
    const startMs = guard.now();
    try {
      const reply = await request(subject, body, options);
      const text = decoder.decode(reply.data);
      guard.trace?.({ kind: 'reply', subject, body: text, elapsedMs: guard.now() - startMs });
      return { reply, text };
    } catch (error) {
      guard.trace?.({ kind: 'failure', subject, body: String(error), elapsedMs: guard.now() - startMs });
      throw error;
    }
  };
}

type Request = (subject: string, payload?: Payload, options?: RequestOptions) => Promise<Msg>;

/** The default timeout of nats.js for a request, in milliseconds. */
const defaultTimeoutMs = 1000;

/** `nc.request` through the link of the connection. */
function createRequest(nc: NatsConnection, apiPrefix: string): Request {
  const link = linkOf(nc);
  return (subject, payload, options) =>
    link.request({
      what: subject,
      timeoutMs: options?.timeout ?? defaultTimeoutMs,
      isRepeatable: isRead(subject, apiPrefix),
      send: (timeout) => nc.request(subject, payload, { ...options, timeout }),
    });
}

const reads = /^(INFO$|STREAM\.(INFO\.|LIST$|NAMES$|MSG\.GET\.)|CONSUMER\.(INFO|LIST|NAMES)\.|DIRECT\.GET\.)/;

/** Whether a request changes nothing. Such a request may be sent again. */
const isRead = (subject: string, apiPrefix: string): boolean =>
  subject.startsWith(`${apiPrefix}.`) && reads.test(subject.slice(apiPrefix.length + 1));

/**
 * The connection for `@nats-io/jetstream`. It is the same connection, but each JetStream API request is checked and
 * traced. A reply with an unsafe integer is refused with `UNSAFE_INTEGER` before anything can round it. So the library
 * follows the same rules as this package. Closing one of the two also closes the other.
 */
export function guardConnection(nc: NatsConnection, exchange: Exchange, apiPrefix: string): NatsConnection {
  const bare = createRequest(nc, apiPrefix);
  const request: Request = async (subject, payload, options) => {
    if (!isGuarded(subject, apiPrefix)) return bare(subject, payload, options);
    const { reply, text } = await exchange(subject, bodyOf(payload, subject), options);
    assertSafeIntegers(text, subject);
    return reply;
  };
  return new Proxy(nc, {
    get(target, property) {
      if (property === 'request') return request;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * A direct get is answered with the message itself, and a pull request with a published message. Neither is JSON of the
 * API.
 */
function isGuarded(subject: string, apiPrefix: string): boolean {
  if (!subject.startsWith(`${apiPrefix}.`)) return false;
  const rest = subject.slice(apiPrefix.length + 1);
  return !rest.startsWith('DIRECT.') && !rest.startsWith('CONSUMER.MSG.NEXT.');
}

/**
 * Bytes come from `JSON.stringify` in the library. A string is text from another source, such as the configuration in a
 * backup. JavaScript has not touched its numbers, so they stay as they are.
 */
function bodyOf(payload: Payload | undefined, subject: string): string {
  if (payload === undefined) return '';
  return typeof payload === 'string' ? payload : writeExactIntegers(decoder.decode(payload), subject);
}

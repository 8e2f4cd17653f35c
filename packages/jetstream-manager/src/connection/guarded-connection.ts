import type { Msg, NatsConnection, Payload, RequestOptions } from '@nats-io/nats-core';
import { assertSafeIntegers, writeExactIntegers } from '../json/safe-json.js';
import { linkOf } from './link.js';
import type { Trace } from './trace.js';

/** What the guard does with each API request. */
export interface Guard {
  /** Called before a request is sent; throws to refuse it. */
  readonly check: (subject: string, body: string) => void;
  readonly trace: Trace | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** What the subjects of the API begin with. */
  readonly apiPrefix: string;
}

const decoder = new TextDecoder();

/** Sends one API request, checked and traced, and gives the reply with its text. */
export type Exchange = (
  subject: string,
  body: string,
  options?: RequestOptions,
) => Promise<{ readonly reply: Msg; readonly text: string }>;

/** How this package sends its own requests; it reads the replies itself. */
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

/** What nats.js waits for an answer, in milliseconds, unless it is told. */
const defaultTimeoutMs = 1000;

/** `nc.request` over the link of the connection. */
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

/** Whether a request changes nothing, so that it may be sent again. */
const isRead = (subject: string, apiPrefix: string): boolean =>
  subject.startsWith(`${apiPrefix}.`) && reads.test(subject.slice(apiPrefix.length + 1));

/**
 * The connection as the library above sees it: the same one, but each JetStream API request is checked, traced, and
 * its reply refused with `UNSAFE_INTEGER` before anything can round it. So what `@nats-io/jetstream` sends and reads is
 * held to the same rules as what this package does itself. Closing either closes both.
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

/** Direct gets answer with the message itself, next-message requests with what a publisher sent: no JSON of the API. */
function isGuarded(subject: string, apiPrefix: string): boolean {
  if (!subject.startsWith(`${apiPrefix}.`)) return false;
  const rest = subject.slice(apiPrefix.length + 1);
  return !rest.startsWith('DIRECT.') && !rest.startsWith('CONSUMER.MSG.NEXT.');
}

/**
 * Bytes are what the library made of an object, by `JSON.stringify`. A string is text somebody else wrote, such as the
 * configuration in a backup: its numbers have not been through JavaScript and are left as they are.
 */
function bodyOf(payload: Payload | undefined, subject: string): string {
  if (payload === undefined) return '';
  return typeof payload === 'string' ? payload : writeExactIntegers(decoder.decode(payload), subject);
}

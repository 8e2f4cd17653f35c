import type { Msg, NatsConnection, Payload, RequestOptions } from '@nats-io/nats-core';
import { assertSafeIntegers, writeExactIntegers } from '../json/safe-json.js';
import type { Trace } from './trace.js';

/** What the guard does with each API request. */
export interface Guard {
  /** Requests whose subject starts with this prefix are guarded; all others pass untouched. */
  readonly apiPrefix: string;
  /** Called before a request is sent; throws to refuse it. */
  readonly check: (subject: string, body: string) => void;
  readonly trace: Trace | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

const decoder = new TextDecoder();

/**
 * The connection as the libraries above see it: the same one, but each JetStream API request is checked, traced, and
 * its reply refused with `UNSAFE_INTEGER` before anything can round it. So what `@nats-io/jetstream` sends and reads is
 * held to the same rules as what this package does itself. Closing either closes both.
 */
export function guardConnection(nc: NatsConnection, guard: Guard): NatsConnection {
  const request = async (subject: string, payload?: Payload, options?: RequestOptions): Promise<Msg> => {
    if (!isGuarded(subject, guard.apiPrefix)) return nc.request(subject, payload, options);
    const body = bodyOf(payload, subject);
    guard.check(subject, body);
    guard.trace?.({ kind: 'request', subject, body, elapsedMs: 0 });
    const startMs = guard.now();
    try {
      const reply = await nc.request(subject, body, options);
      const text = decoder.decode(reply.data);
      guard.trace?.({ kind: 'reply', subject, body: text, elapsedMs: guard.now() - startMs });
      assertSafeIntegers(text, subject);
      return reply;
    } catch (error) {
      guard.trace?.({ kind: 'failure', subject, body: String(error), elapsedMs: guard.now() - startMs });
      throw error;
    }
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

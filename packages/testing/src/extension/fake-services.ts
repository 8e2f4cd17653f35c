import { headers as natsHeaders } from '@nats-io/nats-core';
import { decodePayload } from '@symphony-ts/client/internal';
import {
  abandonedSubject,
  type ErrorCode,
  isSymphonyError,
  refusalHeaders,
  refusalOf,
  refusalText,
  SymphonyError,
  headers as wire,
} from '@symphony-ts/contract';
import type { MemoryBus } from '../bus/memory-bus.js';
import type { MemoryMessage } from '../bus/memory-message.js';
import { contentTypeOf, encodeMessage } from '../bus/message-value.js';

/** What other services answer, by subject. */
export type Services = Readonly<Record<string, (request: unknown, call: FakeCall) => unknown>>;

/** The second argument of a fake. */
export interface FakeCall {
  /** Aborts when the extension gives the call up. */
  readonly signal: AbortSignal;
}

/** Errors that no service sends, because the caller's own connection makes them. */
const callersOwn: readonly ErrorCode[] = [
  'ABORTED',
  'CONNECTION_CLOSED',
  'DISCONNECTED',
  'NO_RESPONDERS',
  'PAYLOAD_TOO_LARGE',
  'PERMISSION_DENIED',
  'TIMEOUT',
];

/**
 * Fakes of the services that an extension calls. The result of a fake is the reply. An `EndpointError` that it throws is a
 * refusal. If it throws the error of a failed call, such as a `DisconnectedError`, the extension's call rejects with that
 * error.
 */
export class FakeServices {
  readonly #callErrors = new Map<string, Error>();
  /** The calls under way that can be given up, by their ids. */
  readonly #underWay = new Map<string, AbortController>();

  /** Answers on `bus` for `services`. */
  serve(bus: MemoryBus, services: Services): void {
    for (const [subject, reply] of Object.entries(services)) {
      bus.listen(subject, 'services', (_error, message) => {
        const request = decodePayload(message.data, contentTypeOf(message.headers));
        const id = message.headers?.get(wire.requestId);
        const abort = new AbortController();
        if (id) this.#underWay.set(id, abort);
        void this.#answer(message, async () => reply(request, { signal: abort.signal })).then(() => {
          if (id) this.#underWay.delete(id);
        });
      });
    }
    bus.listen(abandonedSubject('*'), undefined, (_error, message) => {
      this.#underWay.get(message.string())?.abort(new SymphonyError('ABORTED', { what: 'the call' }));
    });
  }

  /** The error that a fake wants the call to reject with, by the id in its refusal. */
  callError(id: unknown): Error | undefined {
    return typeof id === 'string' ? this.#callErrors.get(id) : undefined;
  }

  async #answer(message: MemoryMessage, reply: () => Promise<unknown>): Promise<void> {
    try {
      const { data, headers } = encodeMessage(await reply());
      message.respond(data, headers ? { headers } : {});
    } catch (error) {
      this.#refuse(message, error);
    }
  }

  #refuse(message: MemoryMessage, error: unknown): void {
    const isCallers = isSymphonyError(error) && callersOwn.includes(error.code);
    const id = `call-${this.#callErrors.size + 1}`;
    if (isCallers) this.#callErrors.set(id, error);
    const refusal = refusalOf(isCallers ? new Error(error.message) : error, {
      what: 'the fake service',
      logOf: 'the test',
      newId: () => (isCallers ? id : message.subject),
      log: (_id, unexpected) => {
        if (!isCallers) console.error(`the fake of ${message.subject} failed`, unexpected);
      },
    });
    const headers = natsHeaders();
    for (const [name, value] of Object.entries(refusalHeaders(refusal))) headers.set(name, value);
    message.respond(refusalText(refusal), { headers });
  }
}

import { errors, type MsgHdrs, type MsgHdrsImpl, type Payload, type PublishOptions } from '@nats-io/nats-core';
import { covers } from '@symphony-ts/contract';
import { MAX_PAYLOAD } from '../fakes/max-payload.js';
import { MemoryMessage } from './memory-message.js';

export type Deliver = (error: Error | null, message: MemoryMessage) => void;

interface Listener {
  readonly pattern: string;
  readonly queue: string | undefined;
  readonly deliver: Deliver;
}

export interface Published {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  readonly reply?: string;
}

const encoder = new TextEncoder();

export const payloadBytes = (payload: Payload | undefined): Uint8Array =>
  typeof payload === 'string' ? encoder.encode(payload) : (payload ?? new Uint8Array());

/**
 * Subjects, wildcards and queue groups within one process: enough of NATS to serve handlers as in production. Messages arrive
 * in order, after the sending call has returned. Permissions, limits and failures beyond that are tested on a real server.
 */
export class MemoryBus {
  readonly #listeners = new Set<Listener>();
  readonly #turns = new Map<string, number>();

  /** Calls `deliver` for each message that matches `pattern`. Returns the function that ends that. */
  listen(pattern: string, queue: string | undefined, deliver: Deliver): () => void {
    const listener: Listener = { pattern, queue, deliver };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sends a message, and returns how many receivers it has. Throws, as nats.js does, if the message is larger than a server
   * accepts.
   */
  send({ subject, data, headers, reply = '' }: Published): number {
    const bytes = data.length + (headers ? (headers as MsgHdrsImpl).encode().length : 0);
    if (bytes > MAX_PAYLOAD) throw errors.InvalidArgumentError.format('payload', 'max_payload size exceeded');
    const receivers = this.#receivers(subject);
    const message = MemoryMessage.arrived({ subject, data, headers, reply }, (to, payload, options?: PublishOptions) =>
      this.send({ subject: to, data: payloadBytes(payload), headers: options?.headers }),
    );
    for (const { deliver } of receivers) queueMicrotask(() => deliver(null, message));
    return receivers.length;
  }

  /** All receivers outside a queue group, and one of each group, in turn. */
  #receivers(subject: string): Listener[] {
    const groups = new Map<string, Listener[]>();
    const receivers: Listener[] = [];
    for (const listener of this.#listeners) {
      if (!covers(listener.pattern, subject)) continue;
      if (listener.queue === undefined) receivers.push(listener);
      else groups.set(listener.queue, [...(groups.get(listener.queue) ?? []), listener]);
    }
    for (const [queue, members] of groups) {
      const turn = this.#turns.get(queue) ?? 0;
      this.#turns.set(queue, turn + 1);
      const member = members[turn % members.length];
      if (member) receivers.push(member);
    }
    return receivers;
  }
}

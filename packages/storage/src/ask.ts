import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { Cancellation } from './requests/cancellation.js';
import { requestsOf } from './requests/request-multiplexer.js';

/** One request to the server. */
export interface Question {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const itself = (reply: Msg): Msg => reply;

/** Asks and waits for the reply. @throws what `RequestMultiplexer.request` throws */
export function ask(nc: NatsConnection, { subject, data, headers, timeoutMs, signal }: Question): Promise<Msg> {
  return requestsOf(nc).request<Msg>({
    subject,
    data,
    timeoutMs,
    headers: () => headers,
    read: itself,
    cancellations: signal && [Cancellation.of(signal)],
  });
}

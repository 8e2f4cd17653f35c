import type { MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { CALL_TIMEOUT_MS, DisconnectedError } from '@symphony-ts/contract';
import { type Link, linkOf } from './link.js';
import type { Held } from './outbox.js';
import { requestsOf } from './request-multiplexer.js';
import { sendFailure } from './send-failure.js';
import { type Announcement, unheardEventsOf } from './unheard-events.js';

export interface Publication {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  /** How long it may wait for a connection that is down, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Publishes at once, or as soon as the connection is back; resolves once the message was handed to a connection that was up.
 * Within seconds of a reconnect, when subscribers may not be back yet, it resolves when somebody was subscribed, or when the
 * server has been there long enough.
 *
 * @throws `DISCONNECTED`, not sent, when the connection does not come back in time or too much waits for it already;
 *   `PAYLOAD_TOO_LARGE`; `CONNECTION_CLOSED`; `INVALID_CONFIGURATION` for a subject that cannot be sent to
 */
export async function publishOn(nc: NatsConnection, publication: Publication): Promise<void> {
  const link = linkOf(nc);
  const isDown = !link.canSend && !nc.isClosed();
  if (!isDown && !unheardEventsOf(link).concerns(publication.subject)) return publishNow(nc, publication);
  await new Promise<void>((resolve, reject) => {
    const waiting = new WaitingPublication({ link, publication }, resolve, reject);
    if (isDown) waiting.hold();
    else waiting.send();
  });
}

function publishNow(nc: NatsConnection, { subject, data, headers }: Publication): void {
  try {
    nc.publish(subject, data, headers ? { headers } : {});
  } catch (error) {
    throw sendFailure(error, { subject, bytes: data.length, maxBytes: nc.info?.max_payload ?? 0 });
  }
}

interface WaitingParts {
  readonly link: Link;
  readonly publication: Publication;
}

/** An event that waits for the connection, or for its subscribers. */
class WaitingPublication implements Held, Announcement {
  readonly subject: string;
  readonly bytes: number;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly #parts: WaitingParts;
  readonly #reject: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: WaitingParts, resolve: () => void, reject: (error: unknown) => void) {
    const { subject, data, timeoutMs = CALL_TIMEOUT_MS } = parts.publication;
    this.subject = subject;
    this.bytes = subject.length + data.length;
    this.deadline = performance.now() + timeoutMs;
    this.resolve = resolve;
    this.#parts = parts;
    this.#reject = reject;
  }

  /** Waits for the connection. */
  hold(): void {
    const { outbox } = this.#parts.link;
    this.#timer = setTimeout(() => {
      outbox.remove(this);
      this.fail(new DisconnectedError({ what: this.subject, isSent: false }));
    }, this.deadline - performance.now());
    outbox.add(this);
  }

  send(): void {
    clearTimeout(this.#timer);
    unheardEventsOf(this.#parts.link).add(this);
  }

  announce(): Promise<boolean> {
    const { link, publication } = this.#parts;
    return requestsOf(link.nc).announce(publication);
  }

  publish(): void {
    publishNow(this.#parts.link.nc, this.#parts.publication);
  }

  fail(error: unknown): void {
    clearTimeout(this.#timer);
    this.#reject(error);
  }
}

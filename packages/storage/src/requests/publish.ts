import type { MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { CALL_TIMEOUT_MS, DisconnectedError } from '@symphony-ts/contract';
import { type Link, linkOf } from './link.js';
import type { Held } from './outbox.js';
import { sendFailure } from './send-failure.js';

export interface Publication {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  /** How long it may wait for a connection that is down, in milliseconds; default 5 000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Publishes at once, or as soon as the connection is back; resolves once the message was handed to a connection that was up.
 *
 * @throws `DISCONNECTED`, not sent, when the connection does not come back in time or too much waits for it already;
 *   `PAYLOAD_TOO_LARGE`; `CONNECTION_CLOSED`; `INVALID_CONFIGURATION` for a subject that cannot be sent to
 */
export async function publishOn(nc: NatsConnection, publication: Publication): Promise<void> {
  const link = linkOf(nc);
  if (link.canSend || nc.isClosed()) return publishNow(nc, publication);
  await new Promise<void>((resolve, reject) => {
    link.outbox.add(new HeldPublication({ link, publication }, resolve, reject));
  });
}

function publishNow(nc: NatsConnection, { subject, data, headers }: Publication): void {
  try {
    nc.publish(subject, data, headers ? { headers } : {});
  } catch (error) {
    throw sendFailure(error, { subject, bytes: data.length, maxBytes: nc.info?.max_payload ?? 0 });
  }
}

interface HeldParts {
  readonly link: Link;
  readonly publication: Publication;
}

class HeldPublication implements Held {
  readonly subject: string;
  readonly bytes: number;
  readonly #parts: HeldParts;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;

  constructor(parts: HeldParts, resolve: () => void, reject: (error: unknown) => void) {
    const { subject, data, timeoutMs = CALL_TIMEOUT_MS } = parts.publication;
    this.subject = subject;
    this.bytes = subject.length + data.length;
    this.#parts = parts;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      parts.link.outbox.remove(this);
      this.fail(new DisconnectedError({ what: subject, isSent: false }));
    }, timeoutMs);
  }

  send(): void {
    clearTimeout(this.#timer);
    try {
      publishNow(this.#parts.link.nc, this.#parts.publication);
      this.#resolve();
    } catch (error) {
      this.#reject(error);
    }
  }

  fail(error: unknown): void {
    clearTimeout(this.#timer);
    this.#reject(error);
  }
}

import { DisconnectedError, SymphonyError } from '@symphony-ts/contract';

/** A message that waits for the connection to come back. */
export interface Held {
  readonly subject: string;
  /** Its size in the memory of the outbox. */
  readonly bytes: number;
  /** When it gives up, on the clock of `performance.now`. Default: never. */
  readonly deadline?: number;
  send(): void;
  /** It will never be sent. */
  fail(error: unknown): void;
}

/** The limit of waiting messages: enough for a restart of the server, and too little to fill the memory. */
const MOST_MESSAGES = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** Messages that wait while the connection is down, in order. */
export class Outbox {
  readonly #held = new Set<Held>();
  #bytes = 0;
  #isKeeping = true;

  get size(): number {
    return this.#held.size;
  }

  /** Whether it is less than half full. */
  get hasRoom(): boolean {
    return this.#held.size < MOST_MESSAGES / 2 && this.#bytes < MOST_BYTES / 2;
  }

  /** Adds a message. If there is no room, the message fails with a `DisconnectedError` that says it was not sent. */
  add(message: Held): void {
    if (!this.#isKeeping || this.#held.size >= MOST_MESSAGES || this.#bytes + message.bytes > MOST_BYTES) {
      return message.fail(new DisconnectedError({ what: message.subject, isSent: false }));
    }
    this.#held.add(message);
    this.#bytes += message.bytes;
  }

  /** Removes a message. Returns true if it was waiting. */
  remove(message: Held): boolean {
    if (!this.#held.delete(message)) return false;
    this.#bytes -= message.bytes;
    return true;
  }

  /** `false`: fails all waiting and all later messages, as after a long outage. */
  keep(isKeeping: boolean): void {
    this.#isKeeping = isKeeping;
    if (isKeeping) return;
    for (const message of this.#held) {
      this.remove(message);
      message.fail(new DisconnectedError({ what: message.subject, isSent: false }));
    }
  }

  /** Fails all waiting messages, permanently. */
  close(): void {
    for (const message of this.#held) {
      this.remove(message);
      message.fail(new SymphonyError('CONNECTION_CLOSED', { what: message.subject }));
    }
  }

  /** Sends the waiting messages, as long as `canSend`, except those that are on hold with the time that they have left. */
  flush(canSend: () => boolean, isOnHold: (subject: string, leftMs: number) => boolean = () => false): void {
    const now = performance.now();
    for (const message of this.#held) {
      if (!canSend()) return;
      const { subject, deadline = Number.POSITIVE_INFINITY } = message;
      if (isOnHold(subject, deadline - now)) continue;
      this.remove(message);
      message.send();
    }
  }
}

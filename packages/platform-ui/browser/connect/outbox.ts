import { DisconnectedError } from './disconnected-error.js';

/** A message to send, and how long it may wait. */
export interface Held {
  readonly subject: string;
  readonly payload: Uint8Array | string;
  readonly timeoutMs: number;
}

/** The limits of waiting messages: enough for a restart of the server, and too little to fill the memory. */
const MOST_MESSAGES = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** The messages that wait for the connection, in order. */
export class Outbox {
  readonly #waiting = new Set<() => void>();
  #bytes = 0;

  /** Resolves when the message may be sent. Rejects with `DisconnectedError` after its time, or if too much waits. */
  wait({ subject, payload, timeoutMs }: Held): Promise<void> {
    const bytes = payload.length;
    const isFull = this.#waiting.size >= MOST_MESSAGES || this.#bytes + bytes > MOST_BYTES;
    if (isFull) return Promise.reject(new DisconnectedError(subject, false));
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(send);
        this.#bytes -= bytes;
      };
      const send = (): void => {
        leave();
        resolve();
      };
      const timer = setTimeout(() => {
        leave();
        reject(new DisconnectedError(subject, false));
      }, timeoutMs);
      this.#waiting.add(send);
    });
  }

  /** Lets all messages be sent. */
  release(): void {
    for (const send of this.#waiting) send();
  }
}

import { DisconnectedError } from './disconnected-error.js';

/** What wants to be sent, and for how long it may wait. */
export interface Held {
  readonly subject: string;
  readonly payload: Uint8Array | string;
  readonly timeoutMs: number;
}

/** So much waits at most: enough for a restart of the server, and too little to fill the memory. */
const MOST_MESSAGES = 10_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** What waits until the connection is back, in order. */
export class Outbox {
  readonly #waiting = new Set<() => void>();
  #bytes = 0;

  /** Resolves when it may be sent. Rejects with `DisconnectedError`, not sent, after its time, or where too much waits. */
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

  /** Lets all of it go. */
  release(): void {
    for (const send of this.#waiting) send();
  }
}

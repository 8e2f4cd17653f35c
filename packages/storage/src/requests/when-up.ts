import { DisconnectedError } from '@symphony-ts/contract';
import type { Held, Outbox } from './outbox.js';

/** Waits for a connection: for what, and how long. */
export interface Wait {
  /** For the error. */
  readonly subject: string;
  readonly timeoutMs: number;
}

/**
 * Resolves when the connection of `outbox` can send, after what was kept before.
 *
 * @throws `DISCONNECTED`, not sent, when the connection does not come back in time or too much waits for it already;
 *   `CONNECTION_CLOSED`
 */
export function whenUp(outbox: Outbox, { subject, timeoutMs }: Wait): Promise<void> {
  return new Promise((resolve, reject) => {
    const held: Held = {
      subject,
      bytes: subject.length,
      send: () => {
        clearTimeout(timer);
        resolve();
      },
      fail: (error) => {
        clearTimeout(timer);
        reject(error);
      },
    };
    const timer = setTimeout(() => {
      outbox.remove(held);
      held.fail(new DisconnectedError({ what: subject, isSent: false }));
    }, timeoutMs);
    outbox.add(held);
  });
}
